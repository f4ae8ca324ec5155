import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';
import { receiveBridgeEvent } from '../../../nodes/VapiBridgeTrigger/receive';
import { webhookCall, type WebhookCall, type WebhookSpec } from '../../support/engineWebhook';

const SECRET = 'events-secret-of-some-length';

let events = 0;

/** An event of its own each time, unless the test names its ID. */
const event = (type = 'session.ended', own: object = {}) => ({
  ...{ id: `event-${++events}`, sequence: 4, type, at: '2026-08-20T09:15:01.000Z', sessionId: 's1' },
  ...{ carrier: 'twilio', carrierCallId: 'CA1', assistantCallId: 'a1' },
  data: { reason: 'caller-hung-up', seconds: 12.5, statistics: { frames: 3 } },
  ...own,
});

/** As the bridge signs it. */
function signed(body: string | object, { secret = SECRET, ageSeconds = 0 } = {}): WebhookSpec {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const hmac = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
  const headers = { 'x-bridge-timestamp': timestamp, 'x-bridge-signature': `sha256=${hmac}` };
  return { rawBody, body: JSON.parse(rawBody.toString()) as unknown, headers };
}

type Received = WebhookCall & { returned: IWebhookResponseData };

async function receive(spec: WebhookSpec): Promise<Received> {
  const parameters = { authentication: 'none', events: ['session.ended'], ...spec.parameters };
  const call = webhookCall({ nodeId: 'node', ...spec, parameters });
  return { ...call, returned: await receiveBridgeEvent(call.context) };
}

const starts = ({ returned }: Received): boolean => returned.workflowData !== undefined;
const item = ({ returned }: Received): IDataObject | undefined => returned.workflowData?.[0]?.[0]?.json;

describe('proof', () => {
  const parameters = { authentication: 'vapiBridgeApi' };
  const credential = { baseUrl: 'http://bridge:8080', apiKey: 'k', eventsSecret: `${SECRET}\n` };
  const proven = (spec: WebhookSpec) => receive({ credential, ...spec, parameters });

  it('that is right starts the workflow, also of bytes that n8n has not read yet', async () => {
    expect(starts(await proven(signed(event())))).toBe(true);
    expect(starts(await proven({ ...signed(event()), rawBody: null }))).toBe(true);
  });

  it('is over the bytes as they came', async () => {
    const text = JSON.stringify(event(), null, 2);
    expect(starts(await proven(signed(text)))).toBe(true);
    const { headers } = signed(text);
    const other = Buffer.from(JSON.stringify(JSON.parse(text)));
    expect(starts(await proven({ headers, rawBody: other, body: JSON.parse(text) }))).toBe(false);
  });

  it.each<[string, () => WebhookSpec]>([
    ['is missing', () => ({ ...signed(event()), headers: {} })],
    ['is of another secret', () => signed(event(), { secret: `${SECRET}x` })],
    ['is older than five minutes', () => signed(event(), { ageSeconds: 301 })],
    ['is of the future', () => signed(event(), { ageSeconds: -400 })],
    [
      'has no prefix',
      () => {
        const { headers = {}, ...rest } = signed(event());
        return {
          ...rest,
          headers: { ...headers, 'x-bridge-signature': headers['x-bridge-signature']?.slice(7) ?? '' },
        };
      },
    ],
    [
      'is of another time than the one that is told',
      () => {
        const { headers, ...rest } = signed(event(), { ageSeconds: 10 });
        const now = String(Math.floor(Date.now() / 1000));
        return { ...rest, headers: { ...headers, 'x-bridge-timestamp': now } };
      },
    ],
    [
      'has no secret to compare with',
      () => ({ ...signed(event(), { secret: '' }), credential: { eventsSecret: '' } }),
    ],
    ['has blanks for a secret', () => ({ ...signed(event()), credential: { eventsSecret: ' ' } })],
    ['has no text for a secret', () => ({ ...signed(event()), credential: { eventsSecret: 5 } })],
    ['has no credential', () => ({ ...signed(event()), credential: undefined })],
  ])('that %s: 401, and nothing starts', async (_, spec) => {
    const got = await proven(spec());
    expect(got.returned).toEqual({ noWebhookResponse: true });
    expect(got.response.answer).toMatchObject({
      status: 401,
      body: { error: { code: 'WEBHOOK_UNAUTHORIZED' } },
    });
    expect(got.log).toEqual([['warn', expect.stringContaining('refused: '), undefined]]);
    expect(JSON.stringify([got.log, got.response.answer])).not.toContain(SECRET);
  });

  it('is also asked for where the field of the choice is broken', async () => {
    const broken = (): never => {
      throw new Error('no');
    };
    const got = await receive({ ...signed(event()), credential, parameters: { authentication: broken } });
    expect(got.response.answer?.status).toBe(401);
  });
});

it('answers 500 where the credential cannot be read, so that the bridge tries again', async () => {
  const call = webhookCall({
    ...signed(event()),
    credential: new Error('timeout'),
    parameters: { authentication: 'vapiBridgeApi', events: ['*'] },
  });
  const node = call.context.getNode();
  call.context.getNode = () => ({ ...node, credentials: { vapiBridgeApi: { id: '1', name: 'Bridge' } } });
  expect(await receiveBridgeEvent(call.context)).toEqual({ noWebhookResponse: true });
  expect(call.response.answer).toMatchObject({ status: 500, body: { error: { code: 'EVENT_NOT_TAKEN' } } });
});

it.each([{}, [], { id: 'e1' }, { message: { type: 'hang' } }])('refuses %j with 400', async (body) => {
  const got = await receive({ body });
  expect(got.returned).toEqual({ noWebhookResponse: true });
  expect(got.response.answer).toMatchObject({ status: 400, body: { error: { code: 'EVENT_MISSING' } } });
});

it('answers what is not chosen with 200, and starts nothing', async () => {
  const got = await receive({ body: event('transcript') });
  expect(got.returned).toEqual({ webhookResponse: {} });
  expect(got.response.answer).toBeUndefined();
});

it('takes what nobody knows yet with Any Event', async () => {
  expect(starts(await receive({ body: event('something.new'), parameters: { events: ['*'] } }))).toBe(true);
});

it('gives a small item, or the event as it came', async () => {
  const body = event();
  expect(item(await receive({ body }))).toEqual({
    ...{ event: 'session.ended', eventId: body.id, sessionId: 's1', carrier: 'twilio', carrierCallId: 'CA1' },
    ...{ assistantCallId: 'a1', at: body.at, sequence: 4, reason: 'caller-hung-up', seconds: 12.5 },
  });
  const raw = event();
  expect(item(await receive({ body: raw, parameters: { simple: false } }))).toEqual(raw);
});

it.each([
  ['session.ended', [1, 0, 0]],
  ['transcript', [0, 0, 1]],
  ['something.new', [0, 1, 0]],
])('sends %s to an output of its own', async (type, expected) => {
  const parameters = { events: ['session.ended', '*', 'transcript'], outputs: 'perEvent' };
  const { returned } = await receive({ body: event(type), parameters });
  expect(returned.workflowData?.map((items) => items.length)).toEqual(expected);
});

describe('an event that the bridge posts again', () => {
  it('starts nothing once n8n has accepted the first', async () => {
    const body = event();
    (await receive({ body })).response.status(200).json({});
    const second = await receive({ body });
    expect(second.returned).toEqual({ webhookResponse: {} });
    expect(second.log).toEqual([['info', expect.stringContaining(body.id), undefined]]);
    expect(starts(await receive({ body, nodeId: 'another trigger' }))).toBe(true);
  });

  it('starts the workflow if n8n could not start the first', async () => {
    const body = event();
    (await receive({ body })).response.status(500).json({});
    expect(starts(await receive({ body }))).toBe(true);
  });

  it('is put off while n8n is still at the first', async () => {
    const body = event();
    await receive({ body });
    const second = await receive({ body });
    expect(second.response.answer).toMatchObject({
      status: 503,
      body: { error: { code: 'EVENT_STARTING' } },
    });
  });

  it('is known after a restart, unless it is one of very many', async () => {
    for (const [type, known] of [
      ['session.ended', true],
      ['transcript', false],
    ] as const) {
      const staticData = {};
      const body = event(type);
      const parameters = { events: ['*'] };
      await receive({ body, staticData, parameters });
      // As another process sees it.
      const other = await receive({ body, staticData, parameters, nodeId: `restarted ${type}` });
      expect(starts(other)).toBe(!known);
    }
  });

  it('starts each time in the editor, and with the option off', async () => {
    for (const spec of [
      { mode: 'manual' as const },
      { parameters: { options: { ignoreRepeated: false } } },
    ]) {
      const body = event();
      for (let delivery = 0; delivery < 2; delivery++) {
        const got = await receive({ body, ...spec });
        got.response.status(200).json({});
        expect(starts(got)).toBe(true);
      }
    }
  });
});

it.each(['events', 'outputs', 'simple', 'options'])(
  'does not lose an event to a broken field: %s',
  async (name) => {
    const broken = (): never => {
      throw new Error('The expression failed');
    };
    const got = await receive({ body: event(), parameters: { [name]: broken } });
    expect(starts(got)).toBe(true);
    expect(got.log).toEqual([['error', expect.stringContaining(`"${name}"`), undefined]]);
  },
);

it('never throws, whatever the body', async () => {
  const names = ['id', 'type', 'sequence', 'at', 'sessionId', 'data', 'assistantCallId', '__proto__'];
  const body = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), fc.string())),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.boolean(), async (given, simple) => {
      const got = await receive({ body: given, parameters: { events: ['*'], simple }, mode: 'manual' });
      expect(starts(got) || got.response.answer?.status === 400).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
