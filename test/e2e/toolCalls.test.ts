import { createHmac } from 'node:crypto';
import { isFinished } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { poll } from './harness/poll';
import { FALLBACK, toolWorkflow } from './toolWorkflow';

const TOKEN = 'e2e-token-7d21f5c09b8e4a63';
const HMAC_KEY = 'e2e-hmac-key-15c8d2f47ab0936e';
/** Longer than any of these workflows takes on a slow machine; only the deadline's own tests have a short one. */
const PATIENT_SECONDS = 60;
const IMPATIENT_SECONDS = 3;
const TOO_SLOW_MS = 6_000;

interface Call {
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

// A real n8n on a busy machine: how long it takes decides no test.
jest.setTimeout(120_000);

let n8n: N8n;

beforeAll(async () => {
  n8n = await startN8n({
    tarballs: [await packNodes()],
    webhookUrl: 'https://n8n.test/',
    credentials: [
      { id: 'bearer', name: 'Bearer', type: 'vapiWebhookApi', data: { scheme: 'bearer', token: TOKEN } },
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
        ...{ id: 'toolsImpatient', path: 'tools-impatient', deadlineSeconds: IMPATIENT_SECONDS },
        credential: { id: 'bearer', name: 'Bearer' },
      }),
      toolWorkflow({
        ...{ id: 'toolsSuspend', path: 'tools-suspend', deadlineSeconds: PATIENT_SECONDS, waitSeconds: 90 },
        credential: { id: 'bearer', name: 'Bearer' },
      }),
      toolWorkflow({
        ...{ id: 'toolsTimeout', path: 'tools-timeout', deadlineSeconds: IMPATIENT_SECONDS },
        ...{ settings: { executionTimeout: 1 }, credential: { id: 'bearer', name: 'Bearer' } },
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
}, 30_000);

function toolCallsBody(calls: readonly Call[]): string {
  const toolCallList = calls.map(({ id, name, arguments: args }) => ({
    ...{ id, type: 'function' },
    function: { name, arguments: JSON.stringify(args) },
  }));
  return JSON.stringify({
    message: {
      ...{ type: 'tool-calls', timestamp: Date.now(), toolCallList },
      call: { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', customer: { number: '+14155550123' } },
    },
  });
}

/** @param path below `/webhook/`, or a whole path that starts with a slash */
async function post(
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${n8n.url}${path.startsWith('/') ? path : `/webhook/${path}`}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

const bearer = { authorization: `Bearer ${TOKEN}` };

/** Posts tool calls as Vapi does and checks what Vapi insists on, whatever the workflow did. */
async function ask(
  calls: readonly Call[],
  path = 'tools',
): Promise<Array<{ result?: string; error?: string }>> {
  const { status, text } = await post(path, toolCallsBody(calls), bearer);
  expect(status).toBe(200);
  const { results } = JSON.parse(text) as { results: Array<Record<string, string>> };
  expect(results.map(({ toolCallId, name }) => ({ id: toolCallId, name }))).toEqual(
    calls.map(({ id, name }) => ({ id, name })),
  );
  for (const { toolCallId, name, ...answer } of results) {
    expect(toolCallId).not.toBe('');
    expect(name).not.toBe('');
    expect(Object.keys(answer)).toHaveLength(1);
    expect(Object.values(answer)[0]).toMatch(/^[^\r\n]+$/);
  }
  return results.map(({ result, error }) => (error === undefined ? { result } : { error }));
}

const check = (args: Record<string, unknown>): Call => ({ id: 'call_check', name: 'check', arguments: args });
const book = (args: Record<string, unknown>): Call => ({ id: 'call_book', name: 'book', arguments: args });

/**
 * Ids of production executions: n8n writes one down before it runs. Those of the editor appear some time after it.
 * Read only once all are over: n8n asks for the running and for the finished ones in two queries, so one that ends in
 * between is listed twice, or not at all.
 */
async function executionIds(workflowId: string): Promise<string[]> {
  return await poll(`the executions of ${workflowId} to be over`, { timeoutMs: 30_000 }, async () => {
    const all = (await n8n.rest.executions({ workflowId })).filter(({ mode }) => mode === 'webhook');
    if (!all.every(isFinished)) return undefined;
    return [...new Set(all.map(({ id }) => id))].sort();
  });
}

describe('a tool call in a real n8n', () => {
  it("is answered with the workflow's result on a single line", async () => {
    expect(await ask([check({ say: 'two\r\no’clock' })])).toEqual([{ result: 'check says two o’clock' }]);
  });

  it('is answered with the fallback when the workflow fails', async () => {
    expect(await ask([check({ fail: true })])).toEqual([{ error: FALLBACK }]);
  });

  it('is answered with the fallback when no respond node is reached', async () => {
    expect(await ask([check({ empty: true })])).toEqual([{ error: FALLBACK }]);
  });

  it('is answered with the fallback at the deadline, and the late answer changes nothing', async () => {
    const began = performance.now();
    expect(await ask([check({ waitMs: TOO_SLOW_MS })], 'tools-impatient')).toEqual([{ error: FALLBACK }]);
    expect(performance.now() - began).toBeLessThan(TOO_SLOW_MS);
    const execution = await n8n.rest.waitForExecution('toolsImpatient', ({ data }) =>
      JSON.stringify(data).includes('"late":true'),
    );
    expect(execution.status).toBe('success');
    expect(n8n.log()).not.toMatch(/ERR_HTTP_HEADERS_SENT|headers after they are sent/);
  });

  it('is answered with the fallback when the execution is suspended', async () => {
    const began = performance.now();
    expect(await ask([check({ say: 'later' })], 'tools-suspend')).toEqual([{ error: FALLBACK }]);
    // Not by the deadline: n8n has said that nothing will come for now.
    expect(performance.now() - began).toBeLessThan(PATIENT_SECONDS * 1000);
  });

  it('is answered with the fallback at the deadline when n8n stops the execution at its timeout', async () => {
    expect(await ask([check({ waitMs: TOO_SLOW_MS })], 'tools-timeout')).toEqual([{ error: FALLBACK }]);
    const execution = await n8n.rest.waitForExecution('toolsTimeout');
    expect(execution.status).toBe('canceled');
  });

  it('is answered at the test URL of the editor, too', async () => {
    const { waitingForWebhook } = await n8n.rest.runManually('toolsBearer', 'Tools');
    expect(waitingForWebhook).toBe(true);
    expect(await ask([check({ say: 'tested' })], '/webhook-test/tools')).toEqual([
      { result: 'check says tested' },
    ]);
  });

  it('for a tool that the trigger does not know gets an error at once, without an execution', async () => {
    const before = await executionIds('toolsBearer');
    const [answer] = await ask([{ id: 'call_x', name: 'cancel_all', arguments: {} }]);
    expect(answer?.error).toContain('cancel_all');
    expect(answer?.error).toContain('check, book');
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

  it('keep the finished result when the other branch fails', async () => {
    expect(await ask([check({ say: 'a' }), book({ fail: true })])).toEqual([
      { result: 'check says a' },
      { error: FALLBACK },
    ]);
  });

  it('get the fallback both when the first branch fails, as n8n then stops', async () => {
    expect(await ask([check({ fail: true }), book({ say: 'b' })])).toEqual([
      { error: FALLBACK },
      { error: FALLBACK },
    ]);
  });

  it('keep the finished result when the other branch is too slow', async () => {
    expect(await ask([check({ say: 'a' }), book({ waitMs: TOO_SLOW_MS })], 'tools-impatient')).toEqual([
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
    expect(n8n.log()).toMatch(/Request to "Tools" refused: (?:no Authorization header|the bearer token)/);
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
