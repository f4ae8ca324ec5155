import type { INodeParameters } from 'n8n-workflow';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { STAND_IN_KEY } from '../../../../support/engineVapi';
import { describeWith } from '../../../../support/needs';

const { assistant: ASSISTANT, phoneNumber: PHONE_NUMBER, squad: SQUAD } = IDS;

const stage = operationStage('call', 'create', {
  assistantId: picked(ASSISTANT),
  phoneNumberId: picked(PHONE_NUMBER),
  customerNumber: '+14155550123',
  options: { itemsPerSecond: 1000 },
});
const create = (...args: Parameters<typeof stage.run>) => stage.run(...args);

beforeEach(() => {
  stage.vapi.reply = () => ({
    status: 201,
    body: { id: 'call-1', type: 'outboundPhoneCall', status: 'queued', cost: 0 },
  });
});

describe('a call that is placed once', () => {
  it('is not placed where n8n could do it twice', async () => {
    const run = await create({}, { retryOnFail: true });
    expect(run.error?.message).toMatch(/Retry On Fail is on for "Vapi"/);
    expect(run.error?.description).toMatch(/Switch it off/);
    expect(stage.vapi.requests).toEqual([]);
  });

  it('is not placed if its output could not be given', async () => {
    const run = await create({ simple: '={{ $("Nobody").first().json.simple }}' });
    expect(run.error).toBeDefined();
    expect(stage.vapi.requests).toEqual([]);
  });
});

/** Everything that the fields can say, and the body that it must become. */
const FULL: INodeParameters = {
  variables: {
    variable: [
      { name: 'customerName', value: 'Dana' },
      { name: ' slots ', value: '={{ 2 }}' },
      { name: 'choices', value: '={{ ["10:00", "11:00"] }}' },
      { name: 'vip', value: '={{ true }}' },
    ],
  },
  additionalFields: {
    name: 'Recall campaign',
    assistantVersion: '3',
    customerEmail: 'dana@example.com',
    customerExtension: '12',
    customerExternalId: 'crm-20417',
    customerName: 'Dana Whitfield',
    earliestStart: '2030-01-02T10:00:00+01:00',
    latestStart: '2030-01-02T12:00:00+01:00',
    metadata: { entry: [{ name: 'crmId', value: '20417' }] },
    assistantOverrides:
      '{"firstMessage": "Hello", "variableValues": {"customerName": "x", "clinic": "North"}}',
  },
};

const FULL_BODY = {
  assistantId: ASSISTANT,
  phoneNumberId: PHONE_NUMBER,
  name: 'Recall campaign',
  assistantVersion: '3',
  customer: {
    number: '+14155550123',
    name: 'Dana Whitfield',
    email: 'dana@example.com',
    extension: '12',
    externalId: 'crm-20417',
  },
  schedulePlan: { earliestAt: '2030-01-02T09:00:00.000Z', latestAt: '2030-01-02T11:00:00.000Z' },
  assistantOverrides: {
    firstMessage: 'Hello',
    // The rows win over the JSON; a list travels as JSON text.
    variableValues: {
      clinic: 'North',
      customerName: 'Dana',
      slots: 2,
      choices: '["10:00","11:00"]',
      vip: true,
    },
  },
  metadata: { crmId: '20417' },
};

const basicBody = { assistantId: ASSISTANT, phoneNumberId: PHONE_NUMBER };

/** Other calls than that of an assistant to a phone number, with the whole body that each must become. */
const VARIANTS: Array<[string, INodeParameters, object]> = [
  [
    'a squad, whose variables and overrides have a field of their own',
    {
      whoTalks: 'squad',
      squadId: picked(SQUAD),
      variables: { variable: [{ name: 'customerName', value: 'Dana' }] },
      additionalFields: {
        squadOverrides: '{"firstMessage": "Hello", "variableValues": {"clinic": "North"}}',
      },
    },
    {
      squadId: SQUAD,
      phoneNumberId: PHONE_NUMBER,
      customer: { number: '+14155550123' },
      squadOverrides: {
        firstMessage: 'Hello',
        variableValues: { clinic: 'North', customerName: 'Dana' },
      },
    },
  ],
  [
    'a transient assistant',
    {
      whoTalks: 'transientAssistant',
      transientAssistant: '{"firstMessage": "Hello", "model": {"provider": "openai", "model": "gpt-4o"}}',
    },
    {
      assistant: { firstMessage: 'Hello', model: { provider: 'openai', model: 'gpt-4o' } },
      phoneNumberId: PHONE_NUMBER,
      customer: { number: '+14155550123' },
    },
  ],
  [
    'a SIP address, without the number that was written before',
    {
      callTo: 'sip',
      customerSipUri: ' sip:desk@pbx.example.com ',
      additionalFields: { dialTimeout: 20, customerName: 'Desk' },
    },
    {
      ...basicBody,
      customer: { sipUri: 'sip:desk@pbx.example.com', name: 'Desk' },
      transport: { provider: 'vapi.sip', dialTimeout: 20 },
    },
  ],
  [
    'a WebSocket, with nobody called',
    { callTo: 'webSocket' },
    {
      assistantId: ASSISTANT,
      transport: {
        provider: 'vapi.websocket',
        audioFormat: { format: 'pcm_s16le', container: 'raw', sampleRate: 16_000 },
      },
    },
  ],
  [
    'a number as dialled in the default country',
    { customerNumber: '0170 1234567', additionalFields: { defaultCountry: 'DE' } },
    { ...basicBody, customer: { number: '+491701234567' } },
  ],
  [
    'an extension behind an own trunk',
    { customerNumber: '1234', additionalFields: { numberE164CheckEnabled: false } },
    { ...basicBody, customer: { number: '1234', numberE164CheckEnabled: false } },
  ],
  [
    'variables as JSON',
    { specifyVariables: 'json', variablesJson: '{"visits": 3}' },
    {
      ...basicBody,
      customer: { number: '+14155550123' },
      assistantOverrides: { variableValues: { visits: 3 } },
    },
  ],
  [
    'JSON for anything newer, which wins over all fields',
    {
      variables: { variable: [{ name: 'a', value: 1 }] },
      additionalFields: {
        name: 'Old',
        extraJson:
          '{"name": "New", "customer": {"name": "Dana"}, "assistantOverrides": {"variableValues": {"b": 2}}}',
      },
    },
    {
      ...basicBody,
      name: 'New',
      customer: { number: '+14155550123', name: 'Dana' },
      assistantOverrides: { variableValues: { a: 1, b: 2 } },
    },
  ],
];

describe('the request', () => {
  it.each(VARIANTS)('is right for %s', async (_, parameters, body) => {
    expect(await stage.sent(parameters)).toEqual(body);
  });

  it('adds the time of the business', async () => {
    const parameters = { addBusinessTime: true, businessTimeZone: 'Europe/Berlin' };
    expect(await stage.sent(parameters)).toMatchObject({
      assistantOverrides: { variableValues: { businessTimeZone: 'Europe/Berlin' } },
    });
  });

  it('holds only what was filled in', async () => {
    const run = await create();
    expect(run.error).toBeUndefined();
    expect(stage.vapi.requests).toHaveLength(1);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/call', query: {} });
    expect(stage.vapi.requests[0]?.body).toEqual({
      assistantId: ASSISTANT,
      phoneNumberId: PHONE_NUMBER,
      customer: { number: '+14155550123' },
    });
  });

  it('carries the key, a user agent of its own and JSON', async () => {
    await create();
    expect(stage.vapi.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${STAND_IN_KEY}`,
      'user-agent': 'n8n-nodes-vapi',
      'content-type': expect.stringContaining('application/json'),
    });
  });

  it('holds variables, overrides, names and metadata', async () => {
    const run = await create(FULL);
    expect(run.error).toBeUndefined();
    expect(stage.vapi.requests[0]?.body).toEqual(FULL_BODY);
  });

  it.each<[string, unknown]>([
    ['an object from an expression', '={{ { firstMessage: "Hello" } }}'],
    ['text', ' {"firstMessage": "Hello"} '],
  ])('takes overrides as %s', async (_, assistantOverrides) => {
    await create({ additionalFields: { assistantOverrides } as INodeParameters });
    expect(stage.vapi.requests[0]?.body).toMatchObject({ assistantOverrides: { firstMessage: 'Hello' } });
  });

  it.each<[string, string]>([
    ['written for people', '+1 (415) 555-0123'],
    ['with 00', '001 415 555 0123'],
    ['from a field of the item', '={{ $json.phone }}'],
  ])('takes a number %s', async (_, customerNumber) => {
    await create({ customerNumber }, { items: [{ json: { phone: '+14155550123' } }] });
    expect(stage.vapi.requests[0]?.body).toMatchObject({ customer: { number: '+14155550123' } });
  });

  it('is sent once for each item, each answer linked to its item', async () => {
    stage.vapi.reply = (_, count) => ({ status: 201, body: { id: `call-${count}` } });
    const items = ['+14155550123', '+14155550124'].map((phone) => ({ json: { phone } }));
    const run = await create({ customerNumber: '={{ $json.phone }}' }, { items });
    expect(stage.vapi.requests.map(({ body }) => (body as typeof FULL_BODY).customer.number)).toEqual([
      '+14155550123',
      '+14155550124',
    ]);
    expect(run.items('Vapi')).toEqual([
      expect.objectContaining({ json: { id: 'call-1' }, pairedItem: { item: 0 } }),
      expect.objectContaining({ json: { id: 'call-2' }, pairedItem: { item: 1 } }),
    ]);
  });

  describeWith(
    contractAvailable(),
    'shared/contract/vapi-contract.json is missing',
    'by the contract',
    () => {
      it.each<[string, INodeParameters]>([
        ['with the required fields', {}],
        ['with every field', FULL],
        ...VARIANTS.map(([name, parameters]): [string, INodeParameters] => [name, parameters]),
      ])('is valid: %s', async (_, parameters) => {
        expect(contractErrors('POST /call', (await stage.sent(parameters)) as JsonObject)).toEqual([]);
      });

      it('would not be without a valid customer: the validator is awake', () => {
        expect(contractErrors('POST /call', { customer: { number: 5 } })).not.toEqual([]);
      });
    },
  );
});

describe('the output', () => {
  const CALL = {
    id: 'call-1',
    orgId: 'org-1',
    type: 'outboundPhoneCall',
    status: 'queued',
    customer: { number: '+14155550123' },
    monitor: { controlUrl: 'https://live.test/control', listenUrl: 'wss://live.test/listen' },
    subscriptionLimits: { concurrencyBlocked: true },
    phoneNumber: { twilioAuthToken: 's3cr3t' },
  };

  it('is small by default', async () => {
    stage.vapi.reply = () => ({ status: 201, body: CALL });
    expect((await create()).output('Vapi')).toEqual([
      {
        id: 'call-1',
        type: 'outboundPhoneCall',
        status: 'queued',
        customerNumber: '+14155550123',
        controlUrl: 'https://live.test/control',
        listenUrl: 'wss://live.test/listen',
        concurrencyBlocked: true,
      },
    ]);
  });

  it('is what the output preview promises', async () => {
    stage.vapi.reply = () => ({ status: 201, body: CALL });
    const [output] = (await create()).output('Vapi');
    expect(previewKeys('call', 'create')).toEqual(expect.arrayContaining(Object.keys(output ?? {})));
  });

  it('warns in the editor, once, when calls wait for a line', async () => {
    stage.vapi.reply = () => ({ status: 201, body: CALL });
    const run = await create({}, { items: [{ json: {} }, { json: {} }] });
    expect(run.hints('Vapi')).toEqual([expect.stringContaining('All lines of the organisation were busy')]);
  });

  it.each([true, false])('has the URL of a WebSocket call and of no other (simple: %s)', async (simple) => {
    const transport = { provider: 'vapi.websocket', websocketCallUrl: 'wss://vapi.test/call-1/transport' };
    stage.vapi.reply = () => ({ status: 201, body: { id: 'call-1', transport } });
    expect((await create({ simple, callTo: 'webSocket' })).output('Vapi')).toEqual([
      simple ? { id: 'call-1', websocketCallUrl: transport.websocketCallUrl } : { id: 'call-1', transport },
    ]);
    expect(JSON.stringify((await create({ simple })).output('Vapi'))).not.toContain('wss://vapi.test');
  });

  it('is everything but the secrets when it is not simplified', async () => {
    stage.vapi.reply = () => ({ status: 201, body: CALL });
    expect((await create({ simple: false })).output('Vapi')).toEqual([
      { ...CALL, phoneNumber: { twilioAuthToken: '[redacted]' } },
    ]);
  });
});

describe('bad input is refused before anything is sent', () => {
  const cases: Array<[string, INodeParameters, string, RegExp]> = [
    [
      'a national number',
      { customerNumber: '(415) 555-0123' },
      'The phone number "(415) 555-0123" is not in E.164 format',
      /plus sign and the country code/,
    ],
    [
      'a number without a plus from a sheet',
      { customerNumber: '={{ 14155550123 }}' },
      'The phone number "14155550123" is not in E.164 format',
      /plus sign/,
    ],
    [
      'a number that is not clear in the default country',
      { customerNumber: '170 1234567', additionalFields: { defaultCountry: 'DE' } },
      '"170 1234567" is no phone number as it is dialled in Germany',
      /leading zero/,
    ],
    [
      'a SIP address that is none',
      { callTo: 'sip', customerSipUri: 'desk@pbx' },
      '"desk@pbx" is no SIP address',
      /sip:support@/,
    ],
    [
      'a transient assistant without anything',
      { whoTalks: 'transientAssistant', transientAssistant: '{}' },
      'Assistant (JSON) is missing',
      /Fill in/,
    ],
    [
      'a latest start alone',
      { additionalFields: { latestStart: '2030-01-02T10:00:00Z' } },
      'Earliest Start is missing',
      /Fill in/,
    ],
    [
      'a latest start before the earliest',
      { additionalFields: { earliestStart: '2030-01-02T10:00:00Z', latestStart: '2030-01-02T09:00:00Z' } },
      'The latest start 2030-01-02T09:00:00.000Z is not after the earliest start',
      /leave it out/,
    ],
    [
      'JSON for anything newer that is none',
      { additionalFields: { extraJson: '{"name"' } },
      'JSON for Anything Newer is not a JSON object',
      /Write an object/,
    ],
    ['no number', { customerNumber: ' ' }, 'Customer Number is missing', /Fill in the field/],
    [
      'a variable with a space',
      { variables: { variable: [{ name: 'customer name', value: 'x' }] } },
      '"customer name" is no name for a variable',
      /letters, digits and underscores/,
    ],
    [
      'a variable without a name',
      { variables: { variable: [{ name: '', value: 'x' }] } },
      '"" is no name for a variable',
      /letters, digits and underscores/,
    ],
    [
      'overrides that are no JSON',
      { additionalFields: { assistantOverrides: '{firstMessage: "x",}' } },
      'Assistant Overrides (JSON) is not a JSON object',
      /without comments and trailing commas/,
    ],
    [
      'overrides that are a list',
      { additionalFields: { assistantOverrides: '[]' } },
      'Assistant Overrides (JSON) is not a JSON object',
      /Write an object/,
    ],
    [
      'a name of 41 characters',
      { additionalFields: { name: 'n'.repeat(41) } },
      'Call Name has 41 characters, at most 40 are possible',
      /Shorten it/,
    ],
    [
      'a customer name of 41 characters',
      { additionalFields: { customerName: 'c'.repeat(41) } },
      'Customer Name has 41 characters, at most 40 are possible',
      /Shorten it/,
    ],
    [
      'an assistant from an expression that gives nothing',
      { assistantId: picked('={{ $json.nothing }}') },
      'Assistant is missing',
      /check the expression/,
    ],
    [
      'a phone number from an expression that gives white space',
      { phoneNumberId: picked('={{ "  " }}') },
      'Phone Number is missing',
      /check the expression/,
    ],
  ];

  it.each(cases)('%s', async (_, parameters, message, fix) => {
    const run = await create(parameters);
    expect(run.status).toBe('error');
    expect(run.error?.message).toBe(message);
    expect(run.error?.description).toMatch(fix);
    expect(stage.vapi.requests).toEqual([]);
  });

  it.each(['', 'front-desk', '5b0a4a08-133c-4146-9315'])('by n8n itself: the typed ID "%s"', async (id) => {
    await expect(create({ assistantId: picked(id) })).rejects.toThrow(/Not an ID of Vapi/);
    expect(stage.vapi.requests).toEqual([]);
  });

  it('names the item, and lets the others through when the node continues on fail', async () => {
    const items = ['+14155550123', 'nobody', '+14155550124'].map((phone) => ({ json: { phone } }));
    const run = await create({ customerNumber: '={{ $json.phone }}' }, { items, continueOnFail: true });
    expect(run.status).toBe('success');
    expect(stage.vapi.requests).toHaveLength(2);
    expect(run.items('Vapi')[1]).toMatchObject({
      json: {
        error: 'The phone number "nobody" is not in E.164 format',
        details: expect.stringContaining('+14155550123'),
      },
      pairedItem: { item: 1 },
    });

    const stopped = await create({ customerNumber: '={{ $json.phone }}' }, { items });
    expect(stopped.error?.context.itemIndex).toBe(1);
  });
});
