import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors, NO_CONTRACT } from '../../../emulators/vapi/contract';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { bodyOf, refusalOf } from '../../../support/engineRespond';
import { describeWith } from '../../../support/needs';

const ASSISTANT = 'a3bb189e-8bf9-4888-9912-ace4e6543002';
const SQUAD = '3e25960a-79db-4d1a-8a1b-2f4b8d3f0e77';
const saved: INodeParameters = { assistantId: { __rl: true, mode: 'id', value: ASSISTANT } };
const kind = (parameters: INodeParameters): INodeParameters => ({
  respondWith: 'handoffDestination',
  ...parameters,
});

const CASES: Array<[string, INodeParameters, { destination: object; result?: string }]> = [
  ['a saved assistant', saved, { destination: { type: 'assistant', assistantId: ASSISTANT } }],
  [
    'an assistant of the squad, with variables and overrides',
    {
      target: 'member',
      assistantName: 'Billing',
      variables: { variable: [{ name: 'customerName', value: 'Dana' }] },
      handoffOptions: { overrides: '{"firstMessage": "Hi"}' },
    },
    {
      destination: {
        type: 'assistant',
        assistantName: 'Billing',
        assistantOverrides: { firstMessage: 'Hi', variableValues: { customerName: 'Dana' } },
      },
    },
  ],
  [
    'an assistant written here, without what was said',
    { target: 'transient', assistantJson: '{"name": "Billing"}', handoffOptions: { context: 'none' } },
    {
      destination: {
        type: 'assistant',
        assistant: { name: 'Billing' },
        contextEngineeringPlan: { type: 'none' },
      },
    },
  ],
  [
    'a squad, and the number of messages where none is given',
    { target: 'squad', squadId: SQUAD, handoffOptions: { context: 'lastNMessages' } },
    {
      destination: {
        type: 'squad',
        squadId: SQUAD,
        contextEngineeringPlan: { type: 'lastNMessages', maxMessages: 10 },
      },
    },
  ],
];

it.each(CASES)('%s', async (_, parameters, expected) => {
  expect(await bodyOf('handoff-destination-request', kind(parameters))).toEqual(expected);
});

describeWith(contractAvailable(), NO_CONTRACT, 'by the contract', () => {
  it.each(CASES)(
    '%s',
    async (_, parameters, { destination }) => {
      const body = await bodyOf('handoff-destination-request', kind(parameters));
      expect(definitionErrors('ServerMessageResponseHandoffDestinationRequest', body)).toEqual([]);
      const definition = 'squadId' in destination ? 'HandoffDestinationSquad' : 'HandoffDestinationAssistant';
      expect(definitionErrors(definition, destination)).toEqual([]);
    },
    60_000,
  );
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'the answers of the shared folder', () => {
  it.each<[string, INodeParameters]>([
    [
      'handoff-destination-request.json',
      {
        ...saved,
        handoffOptions: { context: 'lastNMessages', maxMessages: 6, result: 'Handing over to billing.' },
      },
    ],
    ['handoff-destination-request.error.json', { target: 'refuse', reason: 'Billing is closed.' }],
  ])('%s', async (file, parameters) => {
    const body = await bodyOf('handoff-destination-request', kind(parameters));
    expect(body).toEqual(sharedFixture(`responses/${file}`));
  });
});

it.each<[string, INodeParameters, string]>([
  ['a choice of another kind of answer', { target: 'number' }, 'Hand Off To is "number"'],
  ['no assistant', { assistantId: { __rl: true, mode: 'id', value: '={{ "" }}' } }, 'Assistant is missing'],
  ['no name', { target: 'member', assistantName: '={{ " " }}' }, 'Assistant Name is missing'],
  ['no reason', { target: 'refuse', reason: '={{ undefined }}' }, 'Reason is missing'],
  [
    'no messages at all',
    { ...saved, handoffOptions: { context: 'lastNMessages', maxMessages: 0 } },
    'Number of Last Messages is "0", which is no number from 1',
  ],
])('says what is wrong: %s', async (_, parameters, expected) => {
  expect(await refusalOf('handoff-destination-request', kind(parameters))).toContain(expected);
});
