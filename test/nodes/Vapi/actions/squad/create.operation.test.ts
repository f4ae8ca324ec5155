import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const OTHER = '6a1f9c3e-8b2d-4e7f-9a0b-1c2d3e4f5a6b';

const stage = operationStage('squad', 'create', {
  name: 'Front desk and billing',
  members: { row: [{ assistantId: picked(IDS.assistant) }] },
});

const FULL: INodeParameters = {
  members: {
    row: [
      {
        assistantId: picked(IDS.assistant),
        assistantDestinations: {
          row: [
            { assistantName: 'Billing', description: 'A question about an invoice', message: 'One moment.' },
          ],
        },
        assistantOverrides: '{"firstMessage": "Hello"}',
        assistantVersion: 'v3',
      },
      { transientAssistant: '{"name": "Billing", "firstMessage": "Hi"}' },
    ],
  },
  additionalFields: {
    membersOverrides: '{"variableValues": {"clinic": "North"}}',
    otherFields: '{"name": "From JSON"}',
  },
};

const FULL_BODY = {
  name: 'From JSON',
  members: [
    {
      assistantId: IDS.assistant,
      assistantDestinations: [
        {
          type: 'assistant',
          assistantName: 'Billing',
          description: 'A question about an invoice',
          message: 'One moment.',
        },
      ],
      assistantOverrides: { firstMessage: 'Hello' },
      assistantVersion: 'v3',
    },
    { assistant: { name: 'Billing', firstMessage: 'Hi' } },
  ],
  membersOverrides: { variableValues: { clinic: 'North' } },
};

it('sends the members in their order', async () => {
  const members = { row: [{ assistantId: picked(OTHER) }, { assistantId: picked(IDS.assistant) }] };
  expect(await stage.sent({ members })).toEqual({
    name: 'Front desk and billing',
    members: [{ assistantId: OTHER }, { assistantId: IDS.assistant }],
  });
  expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/squad' });
});

it('sends every field', async () => {
  expect(await stage.sent(FULL)).toEqual(FULL_BODY);
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it.each<[string, INodeParameters]>([
    ['with what is required', {}],
    ['with everything', FULL],
  ])('is valid %s', async (_, parameters) => {
    expect(contractErrors('POST /squad', (await stage.sent(parameters)) as object as never)).toEqual([]);
  });

  it('would not be without members: the validator is awake', () => {
    expect(contractErrors('POST /squad', { name: 'x' })).not.toEqual([]);
  });
});

it('gives a small item, as its preview says', async () => {
  stage.vapi.reply = () => ({
    status: 201,
    body: { id: 's', name: 'N', orgId: 'o', members: FULL_BODY.members, createdAt: 'c', updatedAt: 'u' },
  });
  const [item] = (await stage.run()).output('Vapi');
  expect(item).toEqual({
    ...{ id: 's', name: 'N', memberCount: 2, assistantIds: [IDS.assistant] },
    ...{ createdAt: 'c', updatedAt: 'u' },
  });
  expect(previewKeys('squad', 'create')).toEqual(Object.keys(item ?? {}));
});

it.each<[string, INodeParameters, string]>([
  ['no members', { members: {} }, 'Members is missing'],
  ['a member that is nobody', { members: { row: [{ assistantVersion: 'v1' }] } }, 'Members is missing'],
  [
    'a destination without a name',
    { members: { row: [{ assistantId: picked(IDS.assistant), assistantDestinations: { row: [{}] } }] } },
    'Assistant Name is missing',
  ],
  [
    'overrides that are no JSON',
    { members: { row: [{ assistantId: picked(IDS.assistant), assistantOverrides: '{' }] } },
    'Assistant Overrides (JSON) is not a JSON object',
  ],
])('refuses %s before anything is sent', async (_, parameters, message) => {
  const run = await stage.run(parameters);
  expect(run.error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});
