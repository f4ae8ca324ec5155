import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineRun } from '../../../../support/engine';
import { STAND_IN_KEY, startVapiStandIn, type VapiStandIn } from '../../../../support/engineVapi';
import { describeWith } from '../../../../support/needs';
import { contractFile } from '../../../../support/repo';

const ASSISTANT = '5b0a4a08-133c-4146-9315-0984f8c6be80';
const PHONE_NUMBER = '42b4b25d-031e-4786-857f-63b346c9580f';

let vapi: VapiStandIn;

beforeAll(async () => {
  vapi = await startVapiStandIn();
});
afterAll(() => vapi.close());
beforeEach(() => {
  vapi.requests.length = 0;
  vapi.reply = () => ({
    status: 201,
    body: { id: 'call-1', type: 'outboundPhoneCall', status: 'queued', cost: 0 },
  });
});

const picked = (value: string): INodeParameters[string] => ({ __rl: true, mode: 'id', value });

const basic: INodeParameters = {
  resource: 'call',
  operation: 'create',
  assistantId: picked(ASSISTANT),
  phoneNumberId: picked(PHONE_NUMBER),
  customerNumber: '+14155550123',
};

async function create(
  parameters: INodeParameters = {},
  { items = [{ json: {} }] as INodeExecutionData[], continueOnFail = false } = {},
): Promise<EngineRun> {
  return await runWorkflow({
    nodes: [{ name: 'Vapi', type: 'vapi', parameters: { ...basic, ...parameters }, continueOnFail }],
    start: [items],
    credentials: vapi.credentials,
  });
}

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
    customerName: 'Dana Whitfield',
    metadata: { entry: [{ name: 'crmId', value: '20417' }] },
    assistantOverrides:
      '{"firstMessage": "Hello", "variableValues": {"customerName": "x", "clinic": "North"}}',
  },
};

const FULL_BODY = {
  assistantId: ASSISTANT,
  phoneNumberId: PHONE_NUMBER,
  name: 'Recall campaign',
  customer: { number: '+14155550123', name: 'Dana Whitfield' },
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

describe('the request', () => {
  it('holds only what was filled in', async () => {
    const run = await create();
    expect(run.error).toBeUndefined();
    expect(vapi.requests).toHaveLength(1);
    expect(vapi.requests[0]).toMatchObject({ method: 'POST', path: '/call', query: {} });
    expect(vapi.requests[0]?.body).toEqual({
      assistantId: ASSISTANT,
      phoneNumberId: PHONE_NUMBER,
      customer: { number: '+14155550123' },
    });
  });

  it('carries the key, a user agent of its own and JSON', async () => {
    await create();
    expect(vapi.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${STAND_IN_KEY}`,
      'user-agent': 'n8n-nodes-vapi',
      'content-type': expect.stringContaining('application/json'),
    });
  });

  it('holds variables, overrides, names and metadata', async () => {
    const run = await create(FULL);
    expect(run.error).toBeUndefined();
    expect(vapi.requests[0]?.body).toEqual(FULL_BODY);
  });

  it.each<[string, unknown]>([
    ['an object from an expression', '={{ { firstMessage: "Hello" } }}'],
    ['text', ' {"firstMessage": "Hello"} '],
  ])('takes overrides as %s', async (_, assistantOverrides) => {
    await create({ additionalFields: { assistantOverrides } as INodeParameters });
    expect(vapi.requests[0]?.body).toMatchObject({ assistantOverrides: { firstMessage: 'Hello' } });
  });

  it.each<[string, string]>([
    ['written for people', '+1 (415) 555-0123'],
    ['with 00', '001 415 555 0123'],
    ['from a field of the item', '={{ $json.phone }}'],
  ])('takes a number %s', async (_, customerNumber) => {
    await create({ customerNumber }, { items: [{ json: { phone: '+14155550123' } }] });
    expect(vapi.requests[0]?.body).toMatchObject({ customer: { number: '+14155550123' } });
  });

  it('is sent once for each item, each answer linked to its item', async () => {
    vapi.reply = (_, count) => ({ status: 201, body: { id: `call-${count}` } });
    const items = ['+14155550123', '+14155550124'].map((phone) => ({ json: { phone } }));
    const run = await create({ customerNumber: '={{ $json.phone }}' }, { items });
    expect(vapi.requests.map(({ body }) => (body as typeof FULL_BODY).customer.number)).toEqual([
      '+14155550123',
      '+14155550124',
    ]);
    expect(run.items('Vapi')).toEqual([
      expect.objectContaining({ json: { id: 'call-1' }, pairedItem: { item: 0 } }),
      expect.objectContaining({ json: { id: 'call-2' }, pairedItem: { item: 1 } }),
    ]);
  });

  const contract = contractFile('vapi-contract.json');
  describeWith(
    contract !== undefined,
    'shared/contract/vapi-contract.json is missing',
    'by the contract',
    () => {
      let validate: ValidateFunction;

      beforeAll(() => {
        const ajv = new Ajv({ strict: false, allErrors: true });
        addFormats(ajv);
        ajv.addSchema(JSON.parse(readFileSync(contract ?? '', 'utf8')) as object, 'vapi-contract');
        const found = ajv.getSchema('vapi-contract#/definitions/CreateCallDTO');
        if (found === undefined) throw new Error('The contract has no CreateCallDTO.');
        validate = found;
      }, 60_000);

      it.each<[string, INodeParameters]>([
        ['with the required fields', {}],
        ['with every field', FULL],
      ])('is valid %s', async (_, parameters) => {
        await create(parameters);
        const { body } = vapi.requests[0] ?? {};
        validate(body);
        expect(validate.errors ?? []).toEqual([]);
      });

      it('would not be without a valid customer: the validator is awake', () => {
        expect(validate({ customer: { number: 5 } })).toBe(false);
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
    vapi.reply = () => ({ status: 201, body: CALL });
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

  it('is everything but the secrets when it is not simplified', async () => {
    vapi.reply = () => ({ status: 201, body: CALL });
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
      `The name "${'n'.repeat(41)}" is longer than 40 characters`,
      /Shorten it/,
    ],
    [
      'a customer name of 41 characters',
      { additionalFields: { customerName: 'c'.repeat(41) } },
      `The name "${'c'.repeat(41)}" is longer than 40 characters`,
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
    expect(vapi.requests).toEqual([]);
  });

  it.each(['', 'front-desk', '5b0a4a08-133c-4146-9315'])('by n8n itself: the typed ID "%s"', async (id) => {
    await expect(create({ assistantId: picked(id) })).rejects.toThrow(/Not an ID of Vapi/);
    expect(vapi.requests).toEqual([]);
  });

  it('names the item, and lets the others through when the node continues on fail', async () => {
    const items = ['+14155550123', 'nobody', '+14155550124'].map((phone) => ({ json: { phone } }));
    const run = await create({ customerNumber: '={{ $json.phone }}' }, { items, continueOnFail: true });
    expect(run.status).toBe('success');
    expect(vapi.requests).toHaveLength(2);
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
