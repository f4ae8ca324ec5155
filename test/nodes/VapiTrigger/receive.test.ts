import fc from 'fast-check';
import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';
import { FINAL_TRANSCRIPT } from '../../../nodes/shared/protocol/events';
import { receiveEvent } from '../../../nodes/VapiTrigger/receive';
import {
  hasSharedFixtures,
  SHARED_FIXTURES_MISSING,
  sharedFixture,
  sharedFixtures,
} from '../../support/engineFixtures';
import { webhookCall, type WebhookCall, type WebhookSpec } from '../../support/engineWebhook';
import { describeWith } from '../../support/needs';

const TOKEN = 'a-token-of-some-length';
const SECRET = 's3cr3t-of-a-carrier';

/** An event with a secret in every place where Vapi puts one. */
const event = (type: string, own: object = {}): { message: IDataObject } => ({
  message: {
    type,
    timestamp: 1787217301000,
    call: { id: 'call-1', customer: { number: '+14155550123' }, transport: { websocketCallUrl: SECRET } },
    assistant: { server: { url: 'https://n8n.test', secret: SECRET, headers: { 'X-Key': SECRET } } },
    phoneNumber: { number: '+14155550199', twilioAuthToken: SECRET },
    ...own,
  },
});

let nodes = 0;

/** A delivery to a trigger of its own, unless the test names the node: what one has seen is new to another. */
async function receive(spec: WebhookSpec): Promise<WebhookCall & { returned: IWebhookResponseData }> {
  const parameters = { authentication: 'none', ...spec.parameters };
  const call = webhookCall({ nodeId: `node-${++nodes}`, ...spec, parameters });
  return { ...call, returned: await receiveEvent(call.context) };
}

const item = ({ returned }: { returned: IWebhookResponseData }): IDataObject | undefined =>
  returned.workflowData?.[0]?.[0]?.json;

describe('proof', () => {
  const parameters = { authentication: 'vapiWebhookApi', events: ['*'] };
  const credential = { scheme: 'header', headerName: 'X-Api-Key', headerValue: TOKEN };

  it.each<[string, WebhookSpec]>([
    ['is missing', { credential }],
    ['is wrong', { credential, headers: { 'x-api-key': `${TOKEN}x` } }],
    ['has no credential', { headers: { 'x-api-key': TOKEN } }],
  ])('that %s: 401, and nothing starts', async (_, spec) => {
    const { returned, response } = await receive({ body: event('hang'), ...spec, parameters });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({ status: 401, body: { error: { code: 'WEBHOOK_UNAUTHORIZED' } } });
  });

  it('that cannot be looked at: 500, so that Vapi may try again, and nothing starts', async () => {
    const spec = { credential: new Error('timeout'), headers: { 'x-api-key': TOKEN } };
    const { returned, response } = await receive({ body: event('hang'), ...spec, parameters });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({ status: 500, body: { error: { code: 'EVENT_NOT_TAKEN' } } });
  });

  it('that is right starts the workflow', async () => {
    const { returned } = await receive({
      body: event('hang'),
      credential,
      headers: { 'x-api-key': TOKEN },
      parameters,
    });
    expect(returned).toMatchObject({ webhookResponse: {}, workflowData: [[{ json: { event: 'hang' } }]] });
  });
});

it.each<[string, unknown]>([
  ['an empty object', {}],
  ['a list', []],
  ['a message without a type', { message: { call: {} } }],
])('refuses %s with 400', async (_, body) => {
  const { returned, response } = await receive({ body, parameters: { events: ['*'] } });
  expect(returned).toEqual({ noWebhookResponse: true });
  expect(response.answer).toMatchObject({ status: 400, body: { error: { code: 'MESSAGE_MISSING' } } });
});

describe('the filter', () => {
  const report = ['end-of-call-report'];

  it.each<[string, string[], string, boolean]>([
    ['takes what is chosen', report, 'end-of-call-report', true],
    ['leaves out what is not', report, 'status-update', false],
    ['takes one of several', [...report, 'hang'], 'hang', true],
    ['knows the subscription form', ['transcript'], 'transcript[transcriptType="final"]', true],
    ['takes a whole group', ['group:campaign'], 'contact.failed', true],
    ['leaves out what is not in the group', ['group:campaign'], 'status-update', false],
    ['takes final transcripts', [FINAL_TRANSCRIPT], FINAL_TRANSCRIPT, true],
    ['leaves out partial transcripts', [FINAL_TRANSCRIPT], 'transcript', false],
    ['leaves out everything when nothing is chosen', [], 'hang', false],
    ['takes a type that nobody knows with Any Event', ['*'], 'assistant.somethingNew', true],
    ['leaves out a type that nobody knows', report, 'assistant.somethingNew', false],
  ])('%s', async (_, events, type, starts) => {
    const { returned, response } = await receive({ body: event(type), parameters: { events } });
    // Both ways Vapi gets 200 {} from n8n, because the node returns a response.
    expect(returned.webhookResponse).toEqual({});
    expect(returned.noWebhookResponse).toBeUndefined();
    expect(response.answer).toBeUndefined();
    expect(returned.workflowData !== undefined).toBe(starts);
  });
});

describe('the item', () => {
  const parameters = { events: ['*'] };

  it('is small and flat with Simplify', async () => {
    expect(item(await receive({ body: event('status-update', { status: 'ringing' }), parameters }))).toEqual({
      event: 'status-update',
      callId: 'call-1',
      customerNumber: '+14155550123',
      timestamp: 1787217301000,
      status: 'ringing',
      eventKey: expect.stringMatching(/^call-1:status-update:1787217301000:/),
    });
  });

  it('is the message of Vapi without Simplify', async () => {
    const body = event('status-update', { status: 'ringing' });
    const got = item(await receive({ body, parameters: { ...parameters, simple: false } }));
    expect(Object.keys(got ?? {})).toEqual([...Object.keys(body.message), 'eventKey']);
    expect(got).toMatchObject({
      type: 'status-update',
      status: 'ringing',
      assistant: { server: { url: 'https://n8n.test', secret: '[redacted]' } },
    });
  });

  it.each([true, false])('holds no secret, Simplify %s', async (simple) => {
    for (const type of ['status-update', 'end-of-call-report', 'unknown.type']) {
      const body = event(type, { destination: { credentials: [{ token: SECRET }] } });
      const got = await receive({ body, parameters: { ...parameters, simple } });
      expect(item(got)).toBeDefined();
      expect(JSON.stringify(got.returned)).not.toContain(SECRET);
    }
  });
});

describe('outputs', () => {
  const parameters = { events: ['end-of-call-report', 'group:call', '*'], outputs: 'perEvent' };
  const taken = ({ returned }: { returned: IWebhookResponseData }): number[] | undefined =>
    returned.workflowData?.map((items) => items.length);

  it.each([
    ['end-of-call-report', [1, 0, 0]],
    ['hang', [0, 1, 0]],
    ['assistant.somethingNew', [0, 0, 1]],
  ])('sends %s to its own', async (type, expected) => {
    expect(taken(await receive({ body: event(type), parameters }))).toEqual(expected);
  });

  it('are one, if the builder wants one', async () => {
    const got = await receive({ body: event('hang'), parameters: { ...parameters, outputs: 'single' } });
    expect(taken(got)).toEqual([1]);
  });
});

describe('an event that Vapi posts again', () => {
  const report = { body: event('end-of-call-report'), nodeId: 'repeats' };
  const starts = ({ returned }: { returned: IWebhookResponseData }): boolean =>
    returned.workflowData !== undefined;

  it('starts no second execution once n8n has accepted the first', async () => {
    const first = await receive({ ...report, nodeId: 'accepted' });
    expect(starts(first)).toBe(true);
    first.response.status(200).json({});

    const second = await receive({ ...report, nodeId: 'accepted' });
    expect(second.returned).toEqual({ webhookResponse: {} });
    expect(second.log).toEqual([['info', expect.stringContaining('call-1:end-of-call-report:'), undefined]]);
    expect(starts(await receive({ ...report, nodeId: 'another trigger' }))).toBe(true);
  });

  it('starts the execution if n8n could not start the first', async () => {
    const first = await receive({ ...report, nodeId: 'failed' });
    first.response.status(500).json({ message: 'There was a problem executing the workflow' });
    expect(starts(await receive({ ...report, nodeId: 'failed' }))).toBe(true);
  });

  it('is put off while n8n is still at the first', async () => {
    await receive({ ...report, nodeId: 'starting' });
    const second = await receive({ ...report, nodeId: 'starting' });
    expect(second.returned).toEqual({ noWebhookResponse: true });
    expect(second.response.answer).toMatchObject({
      status: 503,
      body: { error: { code: 'EVENT_STARTING' } },
    });
  });

  it('starts each time in the editor, and with the option off', async () => {
    for (const spec of [
      { nodeId: 'editor', mode: 'manual' as const },
      { nodeId: 'off', parameters: { options: { ignoreRepeated: false } } },
    ]) {
      for (let delivery = 0; delivery < 2; delivery++) {
        const got = await receive({ ...report, ...spec });
        got.response.status(200).json({});
        expect(starts(got)).toBe(true);
      }
    }
  });
});

describe('a field that cannot be read', () => {
  const broken = (): never => {
    throw new Error('The expression failed');
  };

  it.each<[string, Record<string, unknown>]>([
    ['Events', { events: broken }],
    ['Events, which gave nothing', { events: null }],
    ['Events, which gave a text', { events: 'end-of-call-report' }],
    ['Outputs', { events: ['*'], outputs: broken }],
    ['Simplify', { events: ['*'], simple: broken }],
    ['Options', { events: ['*'], options: broken }],
  ])('does not cost the event: %s', async (_, parameters) => {
    const got = await receive({ body: event('end-of-call-report'), parameters });
    expect(item(got)).toMatchObject({ event: 'end-of-call-report', callId: 'call-1' });
  });

  it('is named in the log', async () => {
    const { log } = await receive({ body: event('hang'), parameters: { events: broken } });
    expect(log).toEqual([['error', expect.stringContaining('could not read the field "events"'), undefined]]);
  });
});

it('answers 500 itself when the workflow cannot be started, so that nothing runs and Vapi may try again', async () => {
  const staticData = Object.freeze({});
  const { returned, response, log } = await receive({ body: event('end-of-call-report'), staticData });
  expect(returned).toEqual({ noWebhookResponse: true });
  expect(response.answer).toMatchObject({ status: 500, body: { error: { code: 'EVENT_NOT_TAKEN' } } });
  expect(log).toEqual([['error', expect.stringContaining('could not start the workflow'), undefined]]);
});

it('never throws, whatever the body', async () => {
  const part = fc.oneof(fc.jsonValue(), fc.constantFrom('x', 1, null, {}, []));
  const names = [
    ...['timestamp', 'call', 'chat', 'session', 'artifact', 'analysis', 'costs', 'costBreakdown', 'customer'],
    ...['assistant', 'messages', 'endedReason', 'toAssistant', 'transcriptType', 'campaignId', '__proto__'],
  ];
  const types = [
    'end-of-call-report',
    'status-update',
    'conversation-update',
    'chat.created',
    'session.updated',
  ];
  const message = fc
    .tuple(fc.oneof(fc.constantFrom(...types), fc.string()), fc.dictionary(fc.constantFrom(...names), part))
    .map(([type, own]) => ({ message: { ...own, type } }));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), message, message), fc.boolean(), async (body, simple) => {
      const parameters = { events: ['*'], simple };
      const { returned, response, log } = await receive({ body, parameters });
      const type = (body as { message?: { type?: unknown } } | null)?.message?.type;
      if (typeof type === 'string' && type !== '')
        expect(item({ returned })?.eventKey).toEqual(expect.any(String));
      else expect(response.answer?.status).toBe(400);
      expect(log).toEqual([]);
    }),
    { numRuns: 10_000 },
  );
});

it('takes a body that is deeper than any stack', async () => {
  let deep: unknown = 'end';
  for (let n = 0; n < 20_000; n++) deep = { deep };
  const rawBody = Buffer.from('the bytes do not matter here');
  for (const type of ['end-of-call-report', 'hang']) {
    for (const simple of [true, false]) {
      const own = { deep, analysis: { structuredData: deep }, artifact: { structuredOutputs: deep } };
      const got = await receive({ body: event(type, own), rawBody, parameters: { events: ['*'], simple } });
      expect(item(got)?.eventKey).toMatch(/^call-1:/);
    }
  }
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'payloads of the shared folder', () => {
  it.each([...sharedFixtures('server'), ...sharedFixtures('variants')])('%s starts a run', async (path) => {
    const body = sharedFixture<{ message: { type: string; call?: { id: string } } }>(path);
    const simple = item(await receive({ body, parameters: { events: ['*'] } }));
    expect(body.message.type.startsWith(String(simple?.event))).toBe(true);
    expect(simple?.callId).toBe(body.message.call?.id);
    for (const part of ['assistant', 'artifact', 'call']) expect(simple).not.toHaveProperty(part);
    const raw = item(await receive({ body, parameters: { events: ['*'], simple: false } }));
    expect(raw?.type).toBe(body.message.type);
    expect(raw?.eventKey).toBe(simple?.eventKey);
  });
});
