import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { bodySchema, unknownProperties } from '../../../../support/contractSchema';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('phoneNumber', 'update', { phoneNumberId: picked(IDS.phoneNumber) });

const LOGIN = 'abcdefghij0123456789';

const STORED: Record<string, unknown> = {
  id: IDS.phoneNumber,
  provider: 'vapi',
  number: '+14155550123',
  assistantId: IDS.assistant,
  squadId: null,
  server: { url: 'https://old.example.com', timeoutSeconds: 10, headers: { 'X-Old': '1' } },
  fallbackDestination: { type: 'number', number: '+14155550199', description: 'Desk' },
};

let stored = STORED;

beforeEach(() => {
  stored = STORED;
  stage.vapi.reply = ({ method, body }) => ({
    body: method === 'GET' ? stored : { ...stored, ...(body as object) },
  });
});

async function changed(parameters: INodeParameters): Promise<Record<string, unknown>> {
  const run = await stage.run(parameters);
  expect(run.error?.message).toBeUndefined();
  expect(stage.vapi.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /phone-number/${IDS.phoneNumber}`,
    `PATCH /phone-number/${IDS.phoneNumber}`,
  ]);
  return stage.vapi.requests[1]?.body as Record<string, unknown>;
}

it.each<[string, INodeParameters, object]>([
  ['an assistant', { answeredBy: 'assistant', assistantId: picked(IDS.tool) }, { assistantId: IDS.tool }],
  [
    'a squad instead of the assistant',
    { answeredBy: 'squad', squadId: picked(IDS.squad) },
    { assistantId: null, squadId: IDS.squad },
  ],
  [
    'a workflow instead of the assistant',
    { answeredBy: 'workflow', workflowId: IDS.call },
    { assistantId: null, workflowId: IDS.call },
  ],
  [
    'a server instead of the assistant, whose settings stay',
    { answeredBy: 'server', serverUrl: 'https://new.example.com' },
    {
      assistantId: null,
      server: { url: 'https://new.example.com', timeoutSeconds: 10, headers: { 'X-Old': '1' } },
    },
  ],
  ['nobody', { answeredBy: 'nobody' }, { assistantId: null }],
])('assigns %s', async (_, parameters, body) => {
  expect(await changed(parameters)).toEqual({ provider: 'vapi', ...body });
});

it.each<[string, INodeParameters, object]>([
  ['a name, and nobody is taken off', { name: 'Front desk' }, { name: 'Front desk' }],
  [
    'headers as one thing',
    { serverHeaders: { row: [{ name: 'X-New', value: '2' }] } },
    { server: { url: 'https://old.example.com', timeoutSeconds: 10, headers: { 'X-New': '2' } } },
  ],
  [
    'a fallback destination as one thing',
    { fallbackDestination: { row: { type: 'sip', sipUri: 'sip:desk@pbx.example.com' } } },
    { fallbackDestination: { type: 'sip', sipUri: 'sip:desk@pbx.example.com' } },
  ],
  [
    'a SIP login',
    { authentication: { values: { username: LOGIN, password: LOGIN } } },
    { authentication: { username: LOGIN, password: LOGIN } },
  ],
  ['a SIP address', { sipUri: 'desk@sip.vapi.ai' }, { sipUri: 'sip:desk@sip.vapi.ai' }],
  [
    'what is taken away',
    { clearFields: ['fallbackDestination', 'server'] },
    { fallbackDestination: null, server: null },
  ],
  ['no hooks any more', { hooks: '[]' }, { hooks: [] }],
  ['what is newer', { otherFields: '{"newer": {"a": 1}}' }, { newer: { a: 1 } }],
])('changes %s', async (_, updateFields, body) => {
  expect(await changed({ updateFields })).toEqual({ provider: 'vapi', ...body });
});

it.each<[string, object, INodeParameters, object]>([
  ['of Twilio', { provider: 'twilio' }, { number: '+1 415 555 0100' }, { number: '+14155550100' }],
  [
    'of a SIP trunk without the check',
    { provider: 'byo-phone-number', numberE164CheckEnabled: false },
    { number: '1234' },
    { number: '1234' },
  ],
  [
    'of a SIP trunk whose check is switched off',
    { provider: 'byo-phone-number', numberE164CheckEnabled: true },
    { number: '1234', numberE164CheckEnabled: false },
    { number: '1234', numberE164CheckEnabled: false },
  ],
])('changes the number %s', async (_, object, updateFields, body) => {
  stored = { ...STORED, ...object };
  expect(await changed({ updateFields })).toEqual({ provider: stored.provider, ...body });
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  const twilio = {
    number: '+14155550100',
    smsEnabled: false,
    twilioAccountSid: 'AC1',
    twilioAuthToken: 't',
    twilioApiKey: 'SK1',
    twilioApiSecret: 's',
  };
  const trunk = {
    number: '1234',
    numberE164CheckEnabled: false,
    credentialId: picked('6a1f9c3e-8b2d-4e7f-9a0b-1c2d3e4f5a6b'),
  };
  const sip = {
    sipUri: 'sip:desk@sip.vapi.ai',
    authentication: { values: { username: LOGIN, password: LOGIN } },
  };

  it.each<[string, INodeParameters]>([
    ['vapi', sip],
    ['twilio', twilio],
    ['byo-phone-number', trunk],
  ])('is valid for %s', async (provider, updateFields) => {
    stored = { ...STORED, provider };
    const body = await changed({
      answeredBy: 'squad',
      squadId: picked(IDS.squad),
      updateFields: { ...updateFields, name: 'Desk', serverTimeoutSeconds: 20 },
    });
    // The schemas have no null, with which Vapi's reference unsets fields.
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
    expect(contractErrors('PATCH /phone-number/{id}', given)).toEqual([]);
    expect(unknownProperties(bodySchema('PATCH /phone-number/{id}'), given)).toEqual([]);
    expect(body.assistantId).toBeNull();
  });

  it('would not be with a long name: the validator is awake', () => {
    const body = { provider: 'vapi', name: 'x'.repeat(41) };
    expect(contractErrors('PATCH /phone-number/{id}', body)).not.toEqual([]);
  });
});

it('writes no mask over a value that Vapi hides', async () => {
  stored = { ...STORED, server: { url: 'https://a.example.com', headers: { Authorization: '*****' } } };
  const { error } = await stage.run({ updateFields: { serverTimeoutSeconds: 9 } });
  expect(error?.message).toMatch(/stored value of server.headers.Authorization/);
  expect(stage.vapi.requests.map(({ method }) => method)).toEqual(['GET']);
});

it('gives the changed number, small and flat', async () => {
  const [item] = (await stage.run({ updateFields: { name: 'Desk' } })).output('Vapi');
  expect(item).toEqual({
    id: IDS.phoneNumber,
    name: 'Desk',
    number: '+14155550123',
    provider: 'vapi',
    assistantId: IDS.assistant,
    squadId: null,
    serverUrl: 'https://old.example.com',
    fallback: '+14155550199',
  });
  expect(previewKeys('phoneNumber', 'update')).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
});

it.each<[string, INodeParameters, RegExp, string[]]>([
  ['no change', {}, /Answered By or Update Fields is missing/, []],
  [
    'an extension for a number of Vapi',
    { updateFields: { number: '1234', numberE164CheckEnabled: false } },
    /"1234" is not in E.164 format/,
    ['GET'],
  ],
  [
    'an expression, which cannot choose between fields',
    { answeredBy: '={{ $json.nobody }}', assistantId: picked(IDS.tool) },
    /Answered By is \{\{ \$json.nobody \}\}, but has to be one of assistant, keep, nobody/,
    [],
  ],
  [
    'what an output shows in place of a secret',
    { updateFields: { otherFields: '{"server": {"headers": "[redacted]"}}' } },
    /server.headers has \[redacted\]/,
    [],
  ],
  [
    'a server that is taken away as well',
    {
      answeredBy: 'server',
      serverUrl: 'https://new.example.com',
      updateFields: { clearFields: ['server'] },
    },
    /Answered By is Server, but Clear Fields has Server/,
    [],
  ],
  ['someone else', { answeredBy: 'someone' }, /Answered By is someone, but has to be one of/, []],
  ['no squad', { answeredBy: 'squad', squadId: '={{ $json.nothing }}' }, /Squad is missing/, []],
])('changes nothing for bad input: %s', async (_, parameters, message, methods) => {
  const { error } = await stage.run(parameters);
  expect(error?.message).toMatch(message);
  expect(stage.vapi.requests.map(({ method }) => method)).toEqual(methods);
});
