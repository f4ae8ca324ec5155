import { startVapiEmulator, type EmulatedCall, type VapiEmulator } from '../emulators/vapi';
import { account } from '../world/account';
import { outputsOf, type Execution, type ExecutionItem } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { postJson } from './toolCallClient';
import {
  batchWorkflow,
  CUSTOMERS,
  customer,
  liveWorkflow,
  outboundWorkflow,
  recordingWorkflow,
} from './vapiNodeWorkflows';

const { privateKey, assistantId: GREETER, phoneNumberId } = account.vapi;
const TALKER = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const SILENT = '9b2f4c1e-7d35-4a68-8f0b-3e6d5a1c2b47';

/** Requests of one key, and how many of them a second Vapi lets through here. */
const RATE_LIMIT = { ratePerSecond: 3, burst: 3 };
const TOO_MANY = { message: 'Too Many Requests', statusCode: 429 };

let vapi: VapiEmulator;
let n8n: N8n;

beforeAll(async () => {
  const tarballs = [await packNodes()];
  vapi = await startVapiEmulator({ apiKey: privateKey, concurrencyLimit: 2 * CUSTOMERS });
  const model = { provider: 'openai', model: 'gpt-4o' };
  vapi.seed('assistant', {
    ...{ id: GREETER, name: 'Greeter', model },
    firstMessage: 'Hello {{ name }}, this is your visit number {{ visits }}.',
  });
  vapi.seed('assistant', { id: TALKER, name: 'Talker', model });
  vapi.setScript(TALKER, [{ type: 'wait', ms: 600_000 }]);
  vapi.seed('assistant', { id: SILENT, name: 'Silent', model });
  vapi.setScript(SILENT, [{ type: 'end' }]);
  vapi.seed('phone-number', {
    ...{ id: phoneNumberId, number: '+14155550142', provider: 'twilio' },
    twilioAccountSid: account.twilio.accountSid,
  });
  n8n = await startN8n({
    tarballs,
    webhookUrl: 'https://n8n.test/',
    credentials: [
      {
        ...{ id: 'vapiApi', name: 'Vapi', type: 'vapiApi' },
        data: { apiKey: privateKey, region: 'custom', baseUrl: vapi.url },
      },
    ],
    workflows: [
      outboundWorkflow({ assistantId: GREETER, phoneNumberId }),
      liveWorkflow({ assistantId: TALKER, phoneNumberId }),
      recordingWorkflow(),
      batchWorkflow({ assistantId: SILENT, phoneNumberId }),
    ],
    // What somebody starts by hand has nothing to publish.
    publish: ['outbound', 'live', 'recording'],
  });
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
  await vapi?.close();
});

const start = async (id: string, body: object): ReturnType<typeof postJson> =>
  await postJson(`${n8n.url}/webhook/${id}`, JSON.stringify(body));

async function callOut(body: object): Promise<EmulatedCall> {
  const { status, text } = await start('outbound', body);
  expect(status).toBe(200);
  const call = vapi.call((JSON.parse(text) as { id: string }).id);
  if (call === undefined) throw new Error(`There is no such call: ${text}`);
  await call.done;
  return call;
}

/** What Vapi's own redirect leads to. */
async function storedRecording(id: string): Promise<Buffer> {
  const redirect = await fetch(`${vapi.url}/call/${id}/stereo-recording`, {
    headers: { authorization: `Bearer ${privateKey}`, 'user-agent': 'e2e/1.0' },
    redirect: 'manual',
  });
  const file = await fetch(redirect.headers.get('location') ?? '');
  return Buffer.from(await file.arrayBuffer());
}

const itemsOf = (execution: Execution, node: string): ExecutionItem[] => outputsOf(execution, node)[0] ?? [];

describe('an outbound call', () => {
  it('has its variables, and the assistant speaks them', async () => {
    const call = await callOut({ number: '+1 415 555 0177', name: 'Dana', visits: '3' });
    expect(call.variableValues).toEqual({ name: 'Dana', visits: 3 });
    expect(call.transcript).toEqual([
      expect.objectContaining({ role: 'assistant', text: 'Hello Dana, this is your visit number 3.' }),
    ]);
    expect(vapi.requests.findLast(({ path }) => path === '/call')?.body).toMatchObject({
      customer: { number: '+14155550177' },
    });
  });
});

describe('a call in progress', () => {
  it('says what the workflow tells it, ends, and then takes nothing more', async () => {
    await start('live', { number: '+14155550178', words: 'The doctor is late.' });
    const execution = await n8n.waitForExecution('live');
    const id = itemsOf(execution, 'Call')[0]?.json.id;
    const call = vapi.call(String(id));
    expect(call?.controls).toEqual([{ type: 'say', content: 'The doctor is late.' }, { type: 'end-call' }]);
    expect(call?.transcript).toEqual([
      expect.objectContaining({ role: 'assistant', text: 'The doctor is late.' }),
    ]);
    expect(itemsOf(execution, 'Say')[0]?.json).toEqual({ success: true, callId: id, sent: 'say' });
    expect(itemsOf(execution, 'Look')[0]?.json).toMatchObject({ id, status: 'ended' });
    expect(execution.status).toBe('error');
    expect(execution.data.resultData.error?.message).toMatch(/The call has ended/);
    expect(execution.data.resultData.lastNodeExecuted).toBe('Too late');
    // The key is for the API alone: whoever knows a control URL needs none.
    const controls = vapi.requests.filter(({ path }) => path.endsWith('/control'));
    expect(controls.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });
});

describe('the recording of a call', () => {
  it('is in the execution as it is in the storage, to the byte', async () => {
    const { id } = await callOut({ number: '+14155550179', name: 'Ida', visits: 1 });
    const response = await fetch(`${n8n.url}/webhook/recording`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id }),
    });
    const got = Buffer.from(await response.arrayBuffer());
    const [asked] = vapi.storage.requests;
    expect(vapi.storage.requests).toHaveLength(1);
    expect(asked?.headers).not.toHaveProperty('authorization');

    const stored = await storedRecording(id);
    expect(stored.subarray(0, 4).toString()).toBe('RIFF');
    expect(got.equals(stored)).toBe(true);
    expect(response.headers.get('content-type')).toBe('audio/wav');

    const execution = await n8n.waitForExecution('recording');
    const [item] = itemsOf(execution, 'Download') as Array<
      ExecutionItem & { binary?: Record<string, object> }
    >;
    expect(item?.json).toMatchObject({ callId: id, bytes: stored.length, mimeType: 'audio/wav' });
    expect(item?.binary?.data).toMatchObject({ mimeType: 'audio/wav', fileExtension: 'wav' });
  });
});

describe(`a batch of ${CUSTOMERS} customers, at a Vapi that takes ${RATE_LIMIT.ratePerSecond} requests a second`, () => {
  let execution: Execution;
  let requests: VapiEmulator['requests'][number][];

  beforeAll(async () => {
    const before = vapi.requests.length;
    vapi.rateLimit = RATE_LIMIT;
    // A batch may take so long here that the limit alone is never reached.
    vapi.failNext({ method: 'POST', path: '/call', status: 429, body: TOO_MANY, times: 2 });
    const { executionId } = await n8n.rest.runManually('batch', 'Begin');
    execution = await n8n.waitForExecution('batch', ({ id }) => id === executionId, 150_000);
    vapi.rateLimit = undefined;
    requests = vapi.requests.slice(before);
  });

  it('was too fast at times, and succeeded nevertheless', () => {
    expect(execution.data.resultData.error?.message).toBeUndefined();
    expect(execution.status).toBe('success');
    expect(new Set(requests.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(['POST /call']));
    expect(new Set(requests.map(({ status }) => status))).toEqual(new Set([201, 429]));
  });

  it('called each of them once, in order', () => {
    const taken = requests.filter(({ status }) => status === 201);
    expect(taken).toHaveLength(CUSTOMERS / 40);
    const numbers = taken.flatMap(({ body }) =>
      (body as { customers: Array<{ number: string }> }).customers.map(({ number }) => number),
    );
    expect(numbers).toEqual(Array.from({ length: CUSTOMERS }, (_, n) => customer(n)));
    const placed = vapi.calls.filter(({ assistantId }) => assistantId === SILENT);
    expect(placed.map(({ variableValues }) => variableValues.row)).toEqual(numbers.map((_, n) => n));
  });

  it('gave each item its own call', () => {
    const items = itemsOf(execution, 'Call all');
    expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
      Array.from({ length: CUSTOMERS }, (_, item) => ({ item })),
    );
    const rowOf = new Map(vapi.calls.map(({ id, variableValues }) => [id, variableValues.row]));
    expect(items.map(({ json }) => rowOf.get(String(json.id)))).toEqual(items.map((_, n) => n));
    expect(items.map(({ json }) => json.customerNumber)).toEqual(items.map((_, n) => customer(n)));
  });
});
