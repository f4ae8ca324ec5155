import { createHmac } from 'node:crypto';
import { isFinished } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { poll } from './harness/poll';
import { waitForLog } from './harness/waitForLog';
import {
  askTools,
  bearer,
  bearerCredential,
  book,
  check,
  postJson,
  TOKEN,
  toolCallsBody,
  type Answer,
  type Call,
  type Reply,
} from './toolCallClient';
import { runLoad } from './toolLoad';
import { FALLBACK, toolWorkflow } from './toolWorkflow';

const HMAC_KEY = 'e2e-hmac-key-15c8d2f47ab0936e';
/** Longer than any of these workflows takes on a slow machine; deadlines are in failures.test.ts. */
const PATIENT_SECONDS = 60;

let n8n: N8n;

beforeAll(async () => {
  n8n = await startN8n({
    tarballs: [await packNodes()],
    webhookUrl: 'https://n8n.test/',
    credentials: [
      bearerCredential,
      {
        id: 'hmac',
        name: 'HMAC',
        type: 'vapiWebhookApi',
        data: {
          ...{ scheme: 'hmac', secretKey: HMAC_KEY, keyIsBase64: false, algorithm: 'sha256' },
          ...{ signatureHeader: 'x-signature', signaturePrefix: '', signatureEncoding: 'hex' },
          ...{ includeTimestamp: true, timestampHeader: 'x-timestamp', toleranceSeconds: 300 },
          ...{ payloadFormat: '{timestamp}.{body}', messageIdHeader: '' },
        },
      },
    ],
    workflows: [
      toolWorkflow({
        ...{ id: 'toolsBearer', path: 'tools', deadlineSeconds: PATIENT_SECONDS },
        credential: { id: 'bearer', name: 'Bearer' },
      }),
      toolWorkflow({
        ...{ id: 'toolsLoad', path: 'tools-load', deadlineSeconds: PATIENT_SECONDS },
        credential: { id: 'bearer', name: 'Bearer' },
      }),
      toolWorkflow({
        ...{ id: 'toolsHmac', path: 'tools-hmac', deadlineSeconds: PATIENT_SECONDS },
        credential: { id: 'hmac', name: 'HMAC' },
      }),
    ],
  });
  // The first Code node starts n8n's task runner, which takes longer than any caller should wait.
  await ask([{ id: 'warm-up', name: 'check', arguments: { say: 'hello' } }]);
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
});

/** @param path below `/webhook/` */
async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Reply> {
  return await postJson(`${n8n.url}/webhook/${path}`, body, headers);
}

async function ask(calls: readonly Call[]): Promise<Answer[]> {
  return await askTools(`${n8n.url}/webhook/tools`, calls);
}

/**
 * Ids of production executions, once all are over: n8n writes one down before it runs. Those of the editor appear some
 * time after it.
 */
async function executionIds(workflowId: string): Promise<string[]> {
  return await poll(`the executions of ${workflowId} to be over`, { timeoutMs: 30_000 }, async () => {
    const all = (await n8n.rest.executions({ workflowId })).filter(({ mode }) => mode === 'webhook');
    if (!all.every(isFinished)) return undefined;
    return all.map(({ id }) => id);
  });
}

describe('a tool call in a real n8n', () => {
  it("is answered with the workflow's result on a single line", async () => {
    expect(await ask([check({ say: 'two\r\no’clock' })])).toEqual([{ result: 'check says two o’clock' }]);
  });

  it('for a tool that the trigger does not know gets an error at once, without an execution', async () => {
    const before = await executionIds('toolsBearer');
    const answers = await ask([{ id: 'call_x', name: 'cancel_all', arguments: {} }]);
    expect(answers).toEqual([{ error: expect.stringMatching(/cancel_all.*check, book/) }]);
    expect(await executionIds('toolsBearer')).toEqual(before);
  });
});

describe('two calls of two different tools in one request', () => {
  it('come back in one answer, in the order of the request', async () => {
    const checked = { result: 'check says a' };
    const booked = { result: 'book says b' };
    expect(await ask([check({ say: 'a' }), book({ say: 'b' })])).toEqual([checked, booked]);
    expect(await ask([book({ say: 'b' }), check({ say: 'a' })])).toEqual([booked, checked]);
  });

  it('are answered too when one branch ends empty, whichever it is', async () => {
    expect(await ask([check({ empty: true }), book({ say: 'b' })])).toEqual([
      { error: FALLBACK },
      { result: 'book says b' },
    ]);
    expect(await ask([check({ say: 'a' }), book({ empty: true })])).toEqual([
      { result: 'check says a' },
      { error: FALLBACK },
    ]);
  });
});

describe('many requests at once', () => {
  it('each get their own answer', async () => {
    const asked = Array.from({ length: 40 }, (_, n) => n);
    const answers = await Promise.all(
      asked.map(async (n) => {
        const call = { id: `call_${n}`, name: n % 2 === 0 ? 'check' : 'book', arguments: { say: `no ${n}` } };
        return await ask([call]);
      }),
    );
    expect(answers).toEqual(asked.map((n) => [{ result: `${n % 2 === 0 ? 'check' : 'book'} says no ${n}` }]));
  });

  it('are answered once each, with their own result, when they come 20 a second', async () => {
    const { own, fallbacks, wrong } = await runLoad(`${n8n.url}/webhook/tools-load`, {
      ...{ count: 100, perSecond: 20 },
    });
    expect({ own, fallbacks, wrong }).toEqual({ own: 100, fallbacks: 0, wrong: [] });
    expect(await executionIds('toolsLoad')).toHaveLength(100);
  });
});

describe('a request that is not what it should be', () => {
  it.each([
    ['a wrong secret', { authorization: 'Bearer wrong-token-7d21f5c09b8e4a63' }],
    ['no secret', {}],
    ['a secret in the wrong header', { 'x-vapi-secret': TOKEN }],
  ])('with %s gets 401 and starts no execution', async (_what, headers) => {
    const before = await executionIds('toolsBearer');
    const { status, text } = await post('tools', toolCallsBody([check({ say: 'a' })]), headers);
    expect(status).toBe(401);
    expect(JSON.parse(text).error.code).toBe('WEBHOOK_UNAUTHORIZED');
    // n8n's log says which node and why, and not what was sent.
    await waitForLog(n8n, /Request to "Tools" refused: (?:no Authorization header|the bearer token)/);
    expect(n8n.log()).not.toContain(TOKEN);
    expect(await executionIds('toolsBearer')).toEqual(before);
  });

  it.each([
    ['without message', '{"hello":"world"}', 400],
    ['with an empty message', '{"message":{}}', 400],
    ['without tool calls', '{"message":{"type":"tool-calls","toolCallList":[]}}', 400],
    ['that is another event', '{"message":{"type":"status-update","status":"ringing"}}', 200],
  ])('%s is answered at once and starts no execution', async (_what, body, expected) => {
    const before = await executionIds('toolsBearer');
    expect((await post('tools', body, bearer)).status).toBe(expected);
    expect(await executionIds('toolsBearer')).toEqual(before);
  });

  it.each([
    ['text', 'text/plain', 'hello'],
    ['broken JSON', 'application/json', '{"message":'],
  ])('with %s as its body gets a clear 4xx', async (_what, type, body) => {
    const { status } = await post('tools', body, { ...bearer, 'content-type': type });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

describe('HMAC', () => {
  const sign = (body: string, timestamp: number, key = HMAC_KEY): Record<string, string> => ({
    'x-timestamp': String(timestamp),
    'x-signature': createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex'),
  });
  const now = (): number => Math.floor(Date.now() / 1000);
  const body = toolCallsBody([check({ say: 'signed' })]);

  it('lets a signed request in', async () => {
    const { status, text } = await post('tools-hmac', body, sign(body, now()));
    expect({ status, text }).toEqual({ status: 200, text: expect.stringContaining('check says signed') });
  });

  it('refuses a changed body, another key, and a recorded request', async () => {
    const changed = body.replace('signed', 'forged');
    expect((await post('tools-hmac', changed, sign(body, now()))).status).toBe(401);
    expect((await post('tools-hmac', body, sign(body, now(), 'another-key'))).status).toBe(401);
    expect((await post('tools-hmac', body, sign(body, now() - 3_600))).status).toBe(401);
  });
});
