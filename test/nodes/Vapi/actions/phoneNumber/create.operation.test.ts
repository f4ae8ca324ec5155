import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';
import { bodySchema, unknownProperties } from '../../../../support/contractSchema';

const stage = operationStage('phoneNumber', 'create', {
  answeredBy: 'assistant',
  assistantId: picked(IDS.assistant),
});

const CREDENTIAL = '6a1f9c3e-8b2d-4e7f-9a0b-1c2d3e4f5a6b';
const LOGIN = 'abcdefghij0123456789';

/** Everything that numbers of all providers have. */
const COMMON: INodeParameters = {
  name: 'Front desk',
  eventServerUrl: 'https://n8n.example.com/webhook/events',
  serverTimeoutSeconds: 10,
  serverCredentialId: picked(CREDENTIAL),
  serverHeaders: { row: [{ name: 'X-Clinic', value: 'north' }] },
  serverStaticIp: true,
  retries: { values: { type: 'fixed', maxRetries: 2, baseDelaySeconds: 1 } },
  hooks: '[{"on": "call.ringing", "do": [{"type": "say", "exact": "Welcome."}]}]',
  fallbackDestination: {
    row: {
      type: 'number',
      number: '+1 415 555 0199',
      description: 'The front desk',
      options: { message: 'One moment.' },
    },
  },
  otherFields: '{"server": {"encryptedPaths": ["a.b"]}}',
};

const COMMON_SENT = {
  name: 'Front desk',
  server: {
    url: 'https://n8n.example.com/webhook/events',
    timeoutSeconds: 10,
    credentialId: CREDENTIAL,
    headers: { 'X-Clinic': 'north' },
    staticIpAddressesEnabled: true,
    backoffPlan: { type: 'fixed', maxRetries: 2, baseDelaySeconds: 1 },
    encryptedPaths: ['a.b'],
  },
  hooks: [{ on: 'call.ringing', do: [{ type: 'say', exact: 'Welcome.' }] }],
  fallbackDestination: {
    type: 'number',
    number: '+14155550199',
    description: 'The front desk',
    message: 'One moment.',
  },
};

interface Case {
  numberType: string;
  minimal: INodeParameters;
  minimalBody: object;
  /** Entries of the collection that only this type has. */
  more?: INodeParameters;
  moreBody?: object;
}

const CASES: readonly Case[] = [
  { numberType: 'vapi', minimal: { areaCode: '415' }, minimalBody: { numberDesiredAreaCode: '415' } },
  {
    numberType: 'vapiSip',
    minimal: { sipUri: 'front-desk@sip.vapi.ai' },
    minimalBody: { sipUri: 'sip:front-desk@sip.vapi.ai' },
    more: {
      authentication: { values: { username: LOGIN, password: `${LOGIN}!`, realm: 'sip.vapi.ai' } },
    },
    moreBody: { authentication: { username: LOGIN, password: `${LOGIN}!`, realm: 'sip.vapi.ai' } },
  },
  {
    numberType: 'twilio',
    minimal: { number: '+1 (415) 555-0123', twilioAccountSid: 'AC1', twilioAuthToken: 't-1' },
    minimalBody: { number: '+14155550123', twilioAccountSid: 'AC1', twilioAuthToken: 't-1' },
    more: { smsEnabled: false },
    moreBody: { smsEnabled: false },
  },
  {
    numberType: 'vonage',
    minimal: { number: '+14155550123', credentialId: picked(CREDENTIAL) },
    minimalBody: { number: '+14155550123', credentialId: CREDENTIAL },
  },
  {
    numberType: 'telnyx',
    minimal: { number: '0049 30 1234567', credentialId: picked(CREDENTIAL) },
    minimalBody: { number: '+49301234567', credentialId: CREDENTIAL },
  },
  {
    numberType: 'byo-phone-number',
    minimal: { trunkNumber: '493012345', credentialId: picked(CREDENTIAL) },
    minimalBody: { number: '493012345', credentialId: CREDENTIAL, numberE164CheckEnabled: false },
  },
];

describe.each(CASES)('$numberType', ({ numberType, minimal, minimalBody, more, moreBody }) => {
  const provider = numberType === 'vapiSip' ? 'vapi' : numberType;
  const full = { ...minimal, additionalFields: { ...COMMON, ...more } };

  it('sends what is required', async () => {
    expect(await stage.sent({ numberType, ...minimal })).toEqual({
      provider,
      assistantId: IDS.assistant,
      ...minimalBody,
    });
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/phone-number' });
  });

  it('sends everything that is filled in', async () => {
    expect(await stage.sent({ numberType, ...full })).toEqual({
      provider,
      assistantId: IDS.assistant,
      ...minimalBody,
      ...COMMON_SENT,
      ...moreBody,
    });
  });

  describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
    it.each<[string, INodeParameters]>([
      ['with what is required', minimal],
      ['with everything', full],
    ])('is valid %s', async (_, parameters) => {
      const body = await stage.sent({ numberType, ...parameters });
      expect(contractErrors('POST /phone-number', body as Record<string, unknown>)).toEqual([]);
      expect(unknownProperties(bodySchema('POST /phone-number'), body)).toEqual([]);
    });
  });
});

describeWith(contractAvailable(), 'the contract is missing', 'the validator', () => {
  it('is awake', () => {
    expect(contractErrors('POST /phone-number', { provider: 'twilio', number: '+14155550123' })).not.toEqual(
      [],
    );
    expect(unknownProperties(bodySchema('POST /phone-number'), { provider: 'vapi', nope: 1 })).toEqual([
      'nope',
    ]);
  });
});

it.each<[string, INodeParameters, object]>([
  ['a squad', { answeredBy: 'squad', squadId: picked(IDS.squad) }, { squadId: IDS.squad }],
  ['a workflow', { answeredBy: 'workflow', workflowId: IDS.call }, { workflowId: IDS.call }],
  [
    'a server',
    { answeredBy: 'server', serverUrl: 'https://n8n.example.com/webhook/in' },
    { server: { url: 'https://n8n.example.com/webhook/in' } },
  ],
  ['nobody yet', { answeredBy: 'nobody' }, {}],
])('is answered by %s', async (_, parameters, sent) => {
  expect(await stage.sent({ numberType: 'vapi', ...parameters })).toEqual({ provider: 'vapi', ...sent });
});

it('imports from Twilio with an API key', async () => {
  const body = await stage.sent({
    numberType: 'twilio',
    number: '+14155550123',
    twilioAccountSid: 'AC1',
    twilioLogin: 'apiKey',
    twilioApiKey: 'SK1',
    twilioApiSecret: 's-1',
  });
  expect(body).toMatchObject({ twilioApiKey: 'SK1', twilioApiSecret: 's-1' });
  expect(body).not.toHaveProperty('twilioAuthToken');
});

it('brings a number of a SIP trunk into E.164 where Vapi checks it', async () => {
  const body = await stage.sent({
    numberType: 'byo-phone-number',
    trunkNumber: '+49 30 1234567',
    numberE164CheckEnabled: true,
    credentialId: picked(CREDENTIAL),
  });
  expect(body).toMatchObject({ number: '+49301234567', numberE164CheckEnabled: true });
});

const NOTHING = '={{ $json.nothing }}';

describe('bad input', () => {
  const twilio = {
    numberType: 'twilio',
    twilioAccountSid: 'AC1',
    twilioAuthToken: 't',
    number: '+14155550123',
  };
  const trunk = { numberType: 'byo-phone-number', credentialId: picked(CREDENTIAL) };
  const sip = { numberType: 'vapiSip', sipUri: 'sip:a@sip.vapi.ai' };
  const login = (values: INodeParameters): INodeParameters => ({
    ...sip,
    additionalFields: { authentication: { values } },
  });

  it.each<[string, INodeParameters, RegExp]>([
    ['an area code of two digits', { numberType: 'vapi', areaCode: '41' }, /"41" is no area code/],
    ['no SIP address', { ...sip, sipUri: NOTHING }, /SIP Address is missing/],
    ['a SIP address with a space', { ...sip, sipUri: 'sip:front desk' }, /is no SIP address/],
    ['a number without a country', { ...twilio, number: '415 555 0123' }, /is not in E.164 format/],
    ['no number', { ...twilio, number: NOTHING }, /Number is missing/],
    ['no auth token', { ...twilio, twilioAuthToken: NOTHING }, /Twilio Auth Token is missing/],
    [
      'no API secret',
      { ...twilio, twilioLogin: 'apiKey', twilioApiKey: 'SK1', twilioApiSecret: NOTHING },
      /Twilio API Secret is missing/,
    ],
    ['no credential', { ...trunk, trunkNumber: '123', credentialId: NOTHING }, /Credential is missing/],
    ['an extension with a space', { ...trunk, trunkNumber: '12 34' }, /"12 34" is no number of a SIP trunk/],
    [
      'an extension that Vapi would check',
      { ...trunk, trunkNumber: '1234', numberE164CheckEnabled: true },
      /"1234" is not in E.164 format/,
    ],
    ['a short user name', login({ username: 'me', password: LOGIN }), /User Name has 2 characters/],
    ['a long password', login({ username: LOGIN, password: 'x'.repeat(41) }), /Password has 41 characters/],
    ['no assistant', { numberType: 'vapi', assistantId: NOTHING }, /Assistant is missing/],
    ['no server', { numberType: 'vapi', answeredBy: 'server', serverUrl: NOTHING }, /Server URL is missing/],
    [
      'a long name',
      { numberType: 'vapi', additionalFields: { name: 'x'.repeat(41) } },
      /Name has 41 characters/,
    ],
    ['hooks that are no list', { numberType: 'vapi', additionalFields: { hooks: '{}' } }, /Hooks \(JSON\)/],
    [
      'a fallback that is no number',
      {
        numberType: 'vapi',
        additionalFields: { fallbackDestination: { row: { type: 'number', number: 'desk' } } },
      },
      /"desk" is not in E.164 format/,
    ],
    [
      'what an output shows in place of a secret',
      { numberType: 'vapi', additionalFields: { otherFields: '{"server": {"headers": "[redacted]"}}' } },
      /server.headers has \[redacted\]/,
    ],
    ['someone to answer who is nobody', { answeredBy: '' }, /Answered By is empty/],
  ])('is refused before anything is sent: %s', async (_, parameters, message) => {
    const { error } = await stage.run(parameters);
    expect(error?.message).toMatch(message);
    expect((error as { description?: string } | undefined)?.description).toBeTruthy();
    expect(stage.vapi.requests).toHaveLength(0);
  });

  it('names no secret', async () => {
    const password = 'correct-horse';
    const { error } = await stage.run(login({ username: LOGIN, password }));
    expect(error?.message).toBe('Password has 13 characters');
    expect((error as { description?: string } | undefined)?.description).not.toContain(password);
  });
});

describe('the output', () => {
  const stored = {
    id: IDS.phoneNumber,
    orgId: 'org',
    provider: 'twilio',
    number: '+14155550123',
    name: 'Front desk',
    status: 'active',
    assistantId: IDS.assistant,
    twilioAccountSid: 'AC1',
    twilioAuthToken: 's3cret',
    twilioApiKey: 's3cret',
    twilioApiSecret: 's3cret',
    authentication: { username: 'u', password: 's3cret' },
    server: { url: 'https://a.example.com', headers: { Authorization: 's3cret' } },
    fallbackDestination: { type: 'sip', sipUri: 'sip:desk@pbx.example.com' },
    createdAt: '2026-11-20T10:00:00.000Z',
  };

  it.each([true, false])('has no secrets (simplified: %s)', async (simple) => {
    stage.vapi.reply = () => ({ status: 201, body: stored });
    const [item] = (await stage.run({ numberType: 'vapi', simple })).output('Vapi');
    expect(item).toMatchObject({ id: IDS.phoneNumber, number: '+14155550123' });
    expect(JSON.stringify(item)).not.toContain('s3cret');
  });

  it('is small and flat', async () => {
    stage.vapi.reply = () => ({ status: 201, body: stored });
    const [item] = (await stage.run({ numberType: 'vapi' })).output('Vapi');
    expect(item).toEqual({
      id: IDS.phoneNumber,
      name: 'Front desk',
      number: '+14155550123',
      provider: 'twilio',
      status: 'active',
      assistantId: IDS.assistant,
      serverUrl: 'https://a.example.com',
      fallback: 'sip:desk@pbx.example.com',
      createdAt: stored.createdAt,
    });
    expect(previewKeys('phoneNumber', 'create')).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
  });
});

it('goes on with the next item, and never buys twice', async () => {
  stage.vapi.reply = (_, count) =>
    count === 1 ? { status: 500, body: { message: 'boom' } } : { status: 201, body: { id: IDS.phoneNumber } };
  const run = await stage.run(
    { numberType: 'vapi', options: { itemsPerSecond: 1000 } },
    { items: [{ json: {} }, { json: {} }], continueOnFail: true },
  );
  expect(run.output('Vapi')).toEqual([
    expect.objectContaining({ error: expect.stringContaining('boom') }),
    { id: IDS.phoneNumber },
  ]);
  expect(stage.vapi.requests).toHaveLength(2);
});
