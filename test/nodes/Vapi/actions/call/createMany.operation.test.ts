import { sleep, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';
import { asArray, asObject, type JsonObject } from '../../../../../nodes/shared/protocol/json';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import type { ReceivedCall, Reply } from '../../../../support/engineVapi';
import { describeWith } from '../../../../support/needs';

// Requests wait for their turn.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const { assistant: ASSISTANT, phoneNumber: PHONE_NUMBER, squad: SQUAD } = IDS;

const stage = operationStage('call', 'createMany', {
  assistantId: picked(ASSISTANT),
  phoneNumberId: picked(PHONE_NUMBER),
  customerNumber: '={{ $json.phone }}',
  options: { itemsPerSecond: 1000 },
});

const phone = (n: number): string => `+1415555${String(1000 + n)}`;

/** Input items with numbers of their own. */
const people = (count: number): INodeExecutionData[] =>
  Array.from({ length: count }, (_, n) => ({ json: { phone: phone(n), name: `Person ${n}`, n } }));

/** Answers as Vapi does: a call for each customer, but those that it refuses. */
function answer({ body }: ReceivedCall, refused: readonly string[] = []): Reply {
  const { customers, ...common } = asObject(body);
  const list = asArray(customers).map(asObject);
  return {
    status: 201,
    body: {
      results: list
        .filter(({ number }) => !refused.includes(String(number)))
        .map((customer) => ({ ...common, id: `call ${String(customer.number)}`, status: 'queued', customer }))
        // No order is promised.
        .reverse(),
      errors: list
        .filter(({ number }) => refused.includes(String(number)))
        .map((customer) => ({ customer, error: 'This number cannot be called.' })),
      subscriptionLimits: { concurrencyBlocked: false, concurrencyLimit: 10 },
    },
  };
}

const bodies = (): JsonObject[] => stage.vapi.requests.map(({ body }) => asObject(body));
const sizes = (): number[] => bodies().map(({ customers }) => asArray(customers).length);
const batchOptions = (options: INodeParameters): INodeParameters => ({ batchOptions: options });

beforeEach(() => {
  stage.vapi.reply = (request) => answer(request);
});

describe('the requests', () => {
  it('hold all input items, a hundred at a time, and every call is linked to its item', async () => {
    const run = await stage.run({}, { items: people(250) });
    expect(run.error).toBeUndefined();
    expect(sizes()).toEqual([100, 100, 50]);
    expect(bodies()[0]).toMatchObject({ assistantId: ASSISTANT, phoneNumberId: PHONE_NUMBER });
    expect(
      run.items('Vapi').map(({ json, pairedItem }) => [json.id, json.customerNumber, pairedItem]),
    ).toEqual(people(250).map((_, item) => [`call ${phone(item)}`, phone(item), { item }]));
  });

  const OWN: INodeParameters = {
    variables: { variable: [{ name: 'visits', value: '={{ $json.n }}' }] },
    additionalFields: {
      assistantOverrides:
        '{"firstMessage": "Hello", "voice": {"provider": "openai", "voiceId": "ash"}, "variableValues": {"clinic": "North"}}',
      customerOverrides: '={{ $json.n === 1 ? { firstMessage: "Welcome back", voice: { speed: 1 } } : "" }}',
      customerName: '={{ $json.name }}',
      customerExternalId: '={{ "crm-" + $json.n }}',
      metadata: { entry: [{ name: 'row', value: '={{ $json.n }}' }] },
      name: 'Recall',
      earliestStart: '2030-01-02T10:00:00Z',
    },
  };

  it('merge what counts for all into what is for one customer', async () => {
    expect(await stage.sent(OWN, { items: people(2) })).toEqual({
      assistantId: ASSISTANT,
      phoneNumberId: PHONE_NUMBER,
      name: 'Recall',
      schedulePlan: { earliestAt: '2030-01-02T10:00:00.000Z' },
      customers: [
        {
          ...{ number: phone(0), name: 'Person 0', externalId: 'crm-0' },
          assistantOverrides: {
            firstMessage: 'Hello',
            voice: { provider: 'openai', voiceId: 'ash' },
            variableValues: { clinic: 'North', visits: 0 },
            metadata: { row: 0 },
          },
        },
        {
          ...{ number: phone(1), name: 'Person 1', externalId: 'crm-1' },
          assistantOverrides: {
            firstMessage: 'Welcome back',
            voice: { provider: 'openai', voiceId: 'ash', speed: 1 },
            variableValues: { clinic: 'North', visits: 1 },
            metadata: { row: 1 },
          },
        },
      ],
    });
  });

  it('have the overrides of a squad where they belong', async () => {
    const parameters = {
      whoTalks: 'squad',
      squadId: picked(SQUAD),
      variables: { variable: [{ name: 'n', value: '={{ $json.n }}' }] },
    };
    expect(await stage.sent(parameters, { items: people(2) })).toEqual({
      squadId: SQUAD,
      phoneNumberId: PHONE_NUMBER,
      customers: [0, 1].map((n) => ({ number: phone(n), squadOverrides: { variableValues: { n } } })),
    });
  });

  it('are as many as items differ in what a request has once', async () => {
    const items = people(3).map(({ json }, n) => ({
      json: { ...json, assistant: n === 1 ? IDS.tool : ASSISTANT },
    }));
    const run = await stage.run({ assistantId: picked('={{ $json.assistant }}') }, { items });
    expect(bodies().map(({ assistantId }) => assistantId)).toEqual([ASSISTANT, IDS.tool]);
    expect(sizes()).toEqual([2, 1]);
    expect(run.output('Vapi').map(({ id }) => id)).toEqual(people(3).map((_, n) => `call ${phone(n)}`));
  });

  describeWith(
    contractAvailable(),
    'shared/contract/vapi-contract.json is missing',
    'by the contract',
    () => {
      it.each<[string, INodeParameters]>([
        ['with the required fields', {}],
        [
          'with every customer different',
          {
            ...OWN,
            additionalFields: {
              ...(OWN.additionalFields as object),
              customerOverrides: '={{ ({ firstMessage: $json.name }) }}',
            },
          },
        ],
      ])('are valid %s', async (_, parameters) => {
        const body = (await stage.sent(parameters, { items: people(3) })) as JsonObject;
        expect(contractErrors('POST /call', body)).toEqual([]);
      });

      it('would not be with a number that is none: the validator is awake', () => {
        expect(contractErrors('POST /call', { customers: [{ number: 5 }] })).not.toEqual([]);
      });
    },
  );

  it('wait for each other at the pace of the options', async () => {
    jest.mocked(sleep).mockClear();
    await stage.run(
      { options: { itemsPerSecond: 0.1 }, ...batchOptions({ batchSize: 1 }) },
      { items: people(3) },
    );
    const pauses = jest.mocked(sleep).mock.calls.map(([milliseconds]) => Math.ceil(milliseconds / 10_000));
    expect(pauses).toEqual([1, 1]);
  });

  it('are not sent where n8n could send them twice, or their output could not be given', async () => {
    const retried = await stage.run({}, { items: people(2), retryOnFail: true });
    expect(retried.error?.message).toMatch(/Retry On Fail is on for "Vapi"/);
    const broken = await stage.run({ simple: '={{ $("Nobody").first().json.x }}' }, { items: people(2) });
    expect(broken.error).toBeDefined();
    expect(stage.vapi.requests).toEqual([]);
  });

  it('are repeated after 429 only', async () => {
    stage.vapi.reply = (request, count) =>
      count === 2
        ? { status: 429, body: { message: 'slow' }, headers: { 'retry-after': '0' } }
        : answer(request);
    const run = await stage.run(batchOptions({ batchSize: 2 }), { items: people(4) });
    expect(run.output('Vapi').map(({ id }) => id)).toEqual(people(4).map((_, n) => `call ${phone(n)}`));
    expect(sizes()).toEqual([2, 2, 2]);
  });
});

describe('the output', () => {
  it('is what the preview promises', async () => {
    const run = await stage.run({}, { items: people(1) });
    expect(previewKeys('call', 'createMany')).toEqual(
      expect.arrayContaining(Object.keys(run.output('Vapi')[0] ?? {})),
    );
  });

  it('is everything but secrets when it is not simplified', async () => {
    stage.vapi.reply = () => ({
      status: 201,
      body: {
        results: [{ id: '1', customer: { number: phone(0) }, phoneNumber: { twilioAuthToken: 's3cr3t' } }],
        errors: [],
      },
    });
    expect((await stage.run({ simple: false }, { items: people(1) })).output('Vapi')).toEqual([
      { id: '1', customer: { number: phone(0) }, phoneNumber: { twilioAuthToken: '[redacted]' } },
    ]);
  });

  it('shows that calls wait for a line', async () => {
    stage.vapi.reply = (request) => {
      const { body } = answer(request);
      return { status: 201, body: { ...asObject(body), subscriptionLimits: { concurrencyBlocked: true } } };
    };
    const run = await stage.run({}, { items: people(2) });
    expect(run.output('Vapi').map(({ concurrencyBlocked }) => concurrencyBlocked)).toEqual([true, true]);
    expect(run.hints('Vapi')).toEqual([expect.stringContaining('All lines')]);
  });

  it('keeps calls that belong to no item, and says which item got no answer', async () => {
    stage.vapi.reply = () => ({
      status: 201,
      body: { results: [{ id: 'other', customer: { number: '+49301234567' } }], errors: [] },
    });
    const run = await stage.run({}, { items: people(2) });
    expect(run.items('Vapi').map(({ json, pairedItem }) => [json.id ?? json.error, pairedItem])).toEqual([
      [expect.stringContaining(`does not mention the customer ${phone(0)}`), { item: 0 }],
      [expect.stringContaining(`does not mention the customer ${phone(1)}`), { item: 1 }],
      ['other', [{ item: 0 }, { item: 1 }]],
    ]);
  });
});

describe('customers that Vapi refuses', () => {
  const refuse = (...refused: string[]): void => {
    stage.vapi.reply = (request) => answer(request, refused);
  };

  it('become items with the reason, and the others are called', async () => {
    refuse(phone(1));
    const run = await stage.run(batchOptions({ batchSize: 2 }), { items: people(4) });
    expect(sizes()).toEqual([2, 2]);
    expect(run.items('Vapi')[1]).toMatchObject({
      json: { customerNumber: phone(1), error: 'This number cannot be called.' },
      pairedItem: { item: 1 },
    });
    expect(run.output('Vapi').map(({ id }) => id)).toEqual([
      `call ${phone(0)}`,
      undefined,
      `call ${phone(2)}`,
      `call ${phone(3)}`,
    ]);
  });

  it('stop the batch by choice, with an account of all items', async () => {
    refuse(phone(1));
    const run = await stage.run(batchOptions({ batchSize: 2, refusedCustomers: 'fail' }), {
      items: people(5),
    });
    expect(sizes()).toEqual([2]);
    expect(run.error?.message).toBe(
      `The batch stopped: Vapi refused the customer ${phone(1)}: This number cannot be called. Placed: item 0. Refused by Vapi: item 1. Not sent: items 2 to 4.`,
    );
    expect(run.error?.description).toMatch(/Correct the item.*do not send their items again/);
    expect(run.error?.context.itemIndex).toBe(1);
  });

  it('become error items by choice when the node continues on fail', async () => {
    refuse(phone(1));
    const run = await stage.run(batchOptions({ batchSize: 2, refusedCustomers: 'fail' }), {
      items: people(4),
      continueOnFail: true,
    });
    expect(sizes()).toEqual([2, 2]);
    expect(run.output('Vapi')[1]).toEqual({
      error: `Vapi refused the customer ${phone(1)}: This number cannot be called.`,
      details: expect.stringContaining('Correct the item'),
    });
  });
});

describe('items that cannot be called', () => {
  const items = people(5).map(({ json }, n) => ({
    json: { ...json, phone: n === 1 || n > 2 ? 'nobody' : phone(n) },
  }));
  const INVALID = 'The phone number "nobody" is not in E.164 format';

  it('stop everything before anything is sent', async () => {
    const run = await stage.run({}, { items });
    expect(stage.vapi.requests).toEqual([]);
    expect(run.error?.message).toBe(`Nothing was sent: ${INVALID} (items 1 and 3 to 4)`);
    expect(run.error?.description).toMatch(/Skip and Report/);
    expect(run.error?.context.itemIndex).toBe(1);
  });

  it('become error items, and so do the others, when the node continues on fail', async () => {
    const run = await stage.run({}, { items, continueOnFail: true });
    expect(stage.vapi.requests).toEqual([]);
    expect(run.output('Vapi').map(({ error }) => error)).toEqual([
      'Item 0 was not sent',
      INVALID,
      'Item 2 was not sent',
      INVALID,
      INVALID,
    ]);
  });

  it('are skipped and reported by choice', async () => {
    const run = await stage.run(batchOptions({ invalidItems: 'skip' }), { items });
    expect(sizes()).toEqual([2]);
    expect(run.items('Vapi').map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
      [expect.objectContaining({ id: `call ${phone(0)}` }), { item: 0 }],
      [{ customerNumber: 'nobody', error: INVALID }, { item: 1 }],
      [expect.objectContaining({ id: `call ${phone(2)}` }), { item: 2 }],
      [{ customerNumber: 'nobody', error: INVALID }, { item: 3 }],
      [{ customerNumber: 'nobody', error: INVALID }, { item: 4 }],
    ]);
  });

  it('are all of them for one reason when a field is empty', async () => {
    const run = await stage.run({ customerNumber: '={{ $json.nothing }}' }, { items: people(3) });
    expect(run.error?.message).toBe('Nothing was sent: Customer Number is missing (items 0 to 2)');
  });

  it('send nothing when there is nobody else', async () => {
    const run = await stage.run(
      { customerNumber: 'nobody', ...batchOptions({ invalidItems: 'skip' }) },
      { items: people(1) },
    );
    expect(run.output('Vapi')).toEqual([{ customerNumber: 'nobody', error: INVALID }]);
    expect(stage.vapi.requests).toEqual([]);
  });
});

describe('a request that fails', () => {
  const failAt = (failing: number, reply: Reply): void => {
    stage.vapi.reply = (request, count) => (count === failing ? reply : answer(request));
  };
  const two = batchOptions({ batchSize: 2 });

  const cases: Array<[string, Reply, string, RegExp]> = [
    [
      'with 500: unclear',
      { status: 500, body: { message: 'Oops' } },
      'The batch stopped: Vapi failed: Oops (HTTP 500, POST /call). Placed: items 0 to 1. Unclear: items 2 to 3. Not sent: item 4.',
      /not repeated.*Look for unclear ones/,
    ],
    [
      'with 500 and a message that is known otherwise: unclear, too',
      { status: 500, body: { message: 'assistantId must be a UUID' } },
      'The batch stopped: Vapi failed: assistantId must be a UUID (HTTP 500, POST /call). Placed: items 0 to 1. Unclear: items 2 to 3. Not sent: item 4.',
      /Look for unclear ones/,
    ],
    [
      'with an answer that is no JSON: unclear, because it says that it was done',
      { status: 201, body: '<html>fine</html>' },
      'The batch stopped: Vapi answered with something that is no JSON: fine. Placed: items 0 to 1. Unclear: items 2 to 3. Not sent: item 4.',
      /base URL.*Look for unclear ones/,
    ],
    [
      'with 400: nothing of it was placed',
      { status: 400, body: { message: ['assistantId must be a UUID'] } },
      'The batch stopped: Vapi refused an ID: assistantId must be a UUID (HTTP 400, POST /call). Placed: items 0 to 1. Refused with their whole request, so that none of them was placed: items 2 to 3. Not sent: item 4.',
      /Copy the ID.*send the rest/,
    ],
  ];

  it.each(cases)('%s', async (_, reply, message, fix) => {
    failAt(2, reply);
    const run = await stage.run(two, { items: people(5) });
    expect(run.error?.message).toBe(message);
    expect(run.error?.description).toMatch(fix);
    expect(sizes()).toEqual([2, 2]);
  });

  it('gives the calls that were placed when the node continues on fail, and sends nothing after an unclear one', async () => {
    failAt(2, { status: 502, body: '<html>Bad Gateway</html>' });
    const run = await stage.run(two, { items: people(6), continueOnFail: true });
    expect(sizes()).toEqual([2, 2]);
    expect(run.items('Vapi').map(({ json, pairedItem }) => [json.id ?? json.error, pairedItem])).toEqual([
      [`call ${phone(0)}`, { item: 0 }],
      [`call ${phone(1)}`, { item: 1 }],
      [expect.stringContaining('HTTP 502'), { item: 2 }],
      [expect.stringContaining('HTTP 502'), { item: 3 }],
      ['Item 4 was not sent', { item: 4 }],
      ['Item 5 was not sent', { item: 5 }],
    ]);
    expect(run.output('Vapi')[2]?.details).toMatch(/may have been placed/);
  });

  it.each([
    [400, [2, 2, 2], 'call'],
    [401, [2, 2], 'Item 4 was not sent'],
  ])('goes on after %s only where it is about that request', async (status, expected, last) => {
    failAt(2, { status, body: { message: 'no' } });
    const run = await stage.run(two, { items: people(6), continueOnFail: true });
    expect(sizes()).toEqual(expected);
    const { id, error } = run.output('Vapi')[4] ?? {};
    expect(String(id ?? error)).toContain(last);
  });
});
