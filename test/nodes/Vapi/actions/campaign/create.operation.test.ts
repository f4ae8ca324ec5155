import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('campaign', 'create', {
  name: 'Recall in spring',
  assistantId: picked(IDS.assistant),
  phoneNumberId: picked(IDS.phoneNumber),
  customerNumber: '={{ $json.phone }}',
  customerName: '={{ $json.name }}',
});

const ITEMS = [
  { json: { phone: '+1 415 555 0123', name: 'Dana' } },
  { json: { phone: '+14155550124', name: 'n'.repeat(60) } },
];

const FULL: INodeParameters = {
  variables: { variable: [{ name: 'dueOn', value: '={{ $json.name }}' }] },
  additionalFields: {
    earliestAt: '2026-12-01T09:00:00Z',
    latestAt: '2026-12-01T17:00:00Z',
    maxConcurrency: 3,
    serverMessages: ['campaign.ended', 'contact.completed'],
    predial: true,
    serverUrl: 'https://n8n.example.com/webhook/campaign',
    overrides: '{"assistantOverrides": {"firstMessage": "Hello"}}',
    otherFields: '{"duplicateFromCampaignId": "c"}',
  },
};

it('is one campaign out of all items', async () => {
  const run = await stage.run({}, { items: ITEMS });
  expect(run.error).toBeUndefined();
  expect(stage.vapi.requests).toHaveLength(1);
  expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/v2/campaign' });
  expect(stage.vapi.requests[0]?.body).toEqual({
    name: 'Recall in spring',
    assistantId: IDS.assistant,
    phoneNumberId: IDS.phoneNumber,
    customers: [
      { number: '+14155550123', name: 'Dana' },
      { number: '+14155550124', name: 'n'.repeat(40) },
    ],
  });
  expect(run.items('Vapi')).toEqual([expect.objectContaining({ pairedItem: [{ item: 0 }, { item: 1 }] })]);
});

it('sends every field; variables of a contact are its own', async () => {
  expect(await stage.sent(FULL, { items: ITEMS.slice(0, 1) })).toEqual({
    name: 'Recall in spring',
    assistantId: IDS.assistant,
    phoneNumberId: IDS.phoneNumber,
    customers: [
      { number: '+14155550123', name: 'Dana', assistantOverrides: { variableValues: { dueOn: 'Dana' } } },
    ],
    schedulePlan: { earliestAt: '2026-12-01T09:00:00.000Z', latestAt: '2026-12-01T17:00:00.000Z' },
    maxConcurrency: 3,
    serverMessages: ['campaign.ended', 'contact.completed'],
    predialPlan: { enabled: true },
    server: { url: 'https://n8n.example.com/webhook/campaign' },
    assistantOverrides: { firstMessage: 'Hello' },
    duplicateFromCampaignId: 'c',
  });
});

it('gives variables to a squad where a squad talks', async () => {
  const parameters = {
    whoTalks: 'squad',
    squadId: picked(IDS.squad),
    variables: FULL.variables,
  } as INodeParameters;
  expect(await stage.sent(parameters, { items: ITEMS.slice(0, 1) })).toMatchObject({
    squadId: IDS.squad,
    customers: [{ squadOverrides: { variableValues: { dueOn: 'Dana' } } }],
  });
});

it('takes the customers from JSON', async () => {
  const customersJson = '[{"number": "+14155550125"}]';
  expect(await stage.sent({ customersFrom: 'json', customersJson })).toMatchObject({
    customers: [{ number: '+14155550125' }],
  });
});

it('takes several phone numbers as a dial plan instead of number and customers', async () => {
  const dialPlan = [{ phoneNumberId: IDS.phoneNumber, customers: [{ number: '+14155550125' }] }];
  const body = await stage.sent(
    {
      phoneNumberId: picked('={{ "" }}'),
      additionalFields: { otherFields: JSON.stringify({ dialPlan }) },
    },
    { items: ITEMS },
  );
  expect(body).toEqual({ name: 'Recall in spring', assistantId: IDS.assistant, dialPlan });
});

it('copies a campaign with its contacts, without a list of its own', async () => {
  const parameters: INodeParameters = {
    customersFrom: 'json',
    customersJson: '[]',
    phoneNumberId: picked('={{ "" }}'),
    additionalFields: { otherFields: '{"duplicateFromCampaignId": "c"}' },
  };
  expect(await stage.sent(parameters)).toEqual({
    name: 'Recall in spring',
    assistantId: IDS.assistant,
    duplicateFromCampaignId: 'c',
  });
});

it('reads national numbers as dialled in the default country', async () => {
  const items = [{ json: { phone: '0170 1234567' } }];
  expect(await stage.sent({ defaultCountry: 'DE' }, { items })).toMatchObject({
    customers: [{ number: '+491701234567' }],
  });
});

it.each<[string, INodeParameters, string]>([
  ['an item without a number', { customerNumber: '={{ $json.nothing }}' }, 'Customer Number is missing'],
  ['a number that is none', { customerNumber: '911' }, 'The phone number "911" is not in E.164 format'],
  ['no phone number to call from', { phoneNumberId: picked('={{ "" }}') }, 'Phone Number is missing'],
  [
    'a latest start alone',
    { additionalFields: { latestAt: '2026-12-01T17:00:00Z' } },
    'Earliest Start is missing',
  ],
  [
    'a latest start before the earliest',
    { additionalFields: { earliestAt: '2026-12-01T17:00:00Z', latestAt: '2026-12-01T09:00:00Z' } },
    'The latest start 2026-12-01T09:00:00.000Z is not after the earliest start',
  ],
  ['an empty list', { customersFrom: 'json', customersJson: '[]' }, 'Customers is missing'],
  [
    'more contacts than Vapi takes',
    { customersFrom: 'json', customersJson: '={{ Array.from({ length: 10001 }, () => ({})) }}' },
    'A campaign calls up to 10,000 contacts, but there are 10001',
  ],
])('refuses %s before anything is sent', async (_, parameters, message) => {
  const run = await stage.run(parameters, { items: ITEMS });
  expect(run.error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
  const continued = await stage.run(parameters, { items: ITEMS, continueOnFail: true });
  expect(continued.output('Vapi')).toEqual([{ error: message, details: expect.any(String) }]);
});

it('calls nobody where n8n could do it twice', async () => {
  const run = await stage.run({}, { items: ITEMS, retryOnFail: true });
  expect(run.error?.message).toMatch(/Retry On Fail is on/);
  expect(stage.vapi.requests).toEqual([]);
});

it('gives a small item, as its preview says', async () => {
  stage.vapi.reply = () => ({
    status: 201,
    body: {
      ...{ id: 'c', name: 'N', status: 'in-progress', endedReason: 'r', assistantId: 'a', squadId: 's' },
      ...{ phoneNumberId: 'p', maxConcurrency: 10, orgId: 'o', createdAt: 'c', updatedAt: 'u' },
      schedulePlan: { earliestAt: 'e', latestAt: 'l' },
      contactCounters: { pending: 1, dispatched: 2, completed: 3, failed: 4, skipped: 5, predialFailed: 6 },
      callMetrics: { dialed: 7, connected: 8 },
      customers: [{ number: '+14155550123' }],
    },
  });
  const [item] = (await stage.run({}, { items: ITEMS })).output('Vapi');
  expect(item).toMatchObject({ id: 'c', pending: 1, preDialFailed: 6, connected: 8, latestAt: 'l' });
  expect(item).not.toHaveProperty('customers');
  expect(previewKeys('campaign', 'create')).toEqual(Object.keys(item ?? {}));
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it.each<[string, INodeParameters]>([
    ['with what is required', {}],
    ['with everything', FULL],
  ])('is valid %s', async (_, parameters) => {
    const body = await stage.sent(parameters, { items: ITEMS });
    expect(contractErrors('POST /v2/campaign', body as never)).toEqual([]);
  });

  it('would not be without a name: the validator is awake', () => {
    expect(contractErrors('POST /v2/campaign', { customers: [] })).not.toEqual([]);
  });
});
