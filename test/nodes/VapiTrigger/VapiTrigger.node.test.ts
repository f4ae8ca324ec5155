import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';
import { VapiTrigger } from '../../../nodes/VapiTrigger/VapiTrigger.node';
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
const trigger = new VapiTrigger();

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

async function receive(spec: WebhookSpec): Promise<WebhookCall & { returned: IWebhookResponseData }> {
  const call = webhookCall({ ...spec, parameters: { authentication: 'none', ...spec.parameters } });
  return { ...call, returned: await trigger.webhook.call(call.context) };
}

const item = ({ returned }: { returned: IWebhookResponseData }): IDataObject | undefined =>
  returned.workflowData?.[0]?.[0]?.json;

describe('proof', () => {
  const parameters = { authentication: 'vapiWebhookApi', events: ['*'] };
  const credential = { scheme: 'header', headerName: 'X-Api-Key', headerValue: TOKEN };

  it.each<[string, WebhookSpec]>([
    ['is missing', { credential }],
    ['is wrong', { credential, headers: { 'x-api-key': `${TOKEN}x` } }],
    ['cannot be checked', { credential: new Error('gone'), headers: { 'x-api-key': TOKEN } }],
    ['has no credential', { headers: { 'x-api-key': TOKEN } }],
  ])('that %s: 401, and nothing starts', async (_, spec) => {
    const { returned, response } = await receive({ body: event('hang'), ...spec, parameters });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({ status: 401, body: { error: { code: 'WEBHOOK_UNAUTHORIZED' } } });
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

  it('offers each type once, and Any Event', () => {
    const property = trigger.description.properties.find(({ name }) => name === 'events');
    const values = (property?.options ?? []).map((option) => ('value' in option ? option.value : undefined));
    expect(new Set(values).size).toBe(values.length);
    expect(values).toEqual(expect.arrayContaining(['*', 'end-of-call-report', 'status-update']));
    expect(property?.default).toEqual(report);
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
    });
  });

  it('is the message of Vapi without Simplify', async () => {
    const body = event('status-update', { status: 'ringing' });
    const got = item(await receive({ body, parameters: { ...parameters, simple: false } }));
    expect(Object.keys(got ?? {})).toEqual(Object.keys(body.message));
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

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'payloads of the shared folder', () => {
  it.each([...sharedFixtures('server'), ...sharedFixtures('variants')])('%s starts a run', async (path) => {
    const body = sharedFixture<{ message: { type: string; call?: { id: string } } }>(path);
    const simple = item(await receive({ body, parameters: { events: ['*'] } }));
    expect(body.message.type.startsWith(String(simple?.event))).toBe(true);
    expect(simple?.callId).toBe(body.message.call?.id);
    for (const part of ['assistant', 'artifact', 'call']) expect(simple).not.toHaveProperty(part);
    const raw = item(await receive({ body, parameters: { events: ['*'], simple: false } }));
    expect(raw?.type).toBe(body.message.type);
  });
});
