import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVapiEmulator, type EmulatedCall, type VapiEmulator } from '../emulators/vapi';
import { listen } from '../support/engineHttp';
import { describeWith } from '../support/needs';
import { account } from '../world/account';
import { exampleWorkflow } from '../world/world';
import { CALL, FOUND, waitingWorkflow } from './createAndWaitWorkflow';
import { outputsOf, type Execution, type ExecutionItem } from './harness/executions';
import { startN8n, type N8n, type StartN8nOptions } from './harness/n8n';
import { packNodes } from './harness/pack';
import { poll } from './harness/poll';
import { startQueuedN8n, type QueuedN8n } from './harness/queue';
import { describeServices, services, servicesListen } from './harness/services';
import { postJson } from './toolCallClient';

type Json = Record<string, unknown>;

const PUBLIC_URL = 'https://n8n.test/';
const { privateKey, assistantId: ASSISTANT, phoneNumberId: NUMBER } = account.vapi;
/** Talks until somebody ends the call. */
const TALKER = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
/** Has a tool without a server of its own. */
const DESK = '9b2f4c1e-7d35-4a68-8f0b-3e6d5a1c2b47';
const TOOL = '1c9d8e7f-6a5b-4c3d-9e8f-7a6b5c4d3e2f';
const OTHER_CALL = '00000000-0000-4000-8000-000000000000';

/** A stand-in for Vapi with two assistants, and what n8n needs to call with them. */
async function prepare(): Promise<{ vapi: VapiEmulator; options: StartN8nOptions }> {
  const tarballs = [await packNodes()];
  // Half the pauses: the first attempt always meets an execution that runs still, or n8n that is down.
  const vapi = await startVapiEmulator({ apiKey: privateKey, backoffScale: 0.5 });
  const model = { provider: 'openai', model: 'gpt-4o' };
  vapi.seed('assistant', { id: ASSISTANT, name: 'Short', model, maxDurationSeconds: 10 });
  vapi.setScript(ASSISTANT, [{ type: 'say', text: 'Hello.' }]);
  vapi.seed('assistant', { id: TALKER, name: 'Long', model });
  vapi.setScript(TALKER, [{ type: 'waitForHangup', timeoutMs: 600_000 }]);
  vapi.seed('tool', { id: TOOL, type: 'function', function: { name: 'book' } });
  const server = { url: 'https://old.example/tools', headers: { 'X-Own': 'own' } };
  vapi.seed('assistant', { id: DESK, name: 'Desk', model: { ...model, toolIds: [TOOL] }, server });
  vapi.setScript(DESK, [{ type: 'callTools', tools: [{ name: 'book', id: 'call_1' }] }]);
  vapi.seed('phone-number', {
    ...{ id: NUMBER, number: '+14155550142', provider: 'twilio' },
    twilioAccountSid: account.twilio.accountSid,
  });
  const { name, value } = account.callBackHeader;
  return {
    vapi,
    options: {
      tarballs,
      webhookUrl: PUBLIC_URL,
      credentials: [
        {
          ...{ id: 'vapiApi', name: 'Vapi', type: 'vapiApi' },
          data: { apiKey: privateKey, region: 'custom', baseUrl: vapi.url },
        },
        { id: 'callBackForm', name: 'Call-back form', type: 'httpHeaderAuth', data: { name, value } },
      ],
      // Without a margin the wait is over when the assistant's ten seconds are.
      workflows: [
        waitingWorkflow('single'),
        waitingWorkflow('late', { marginMinutes: 0 }),
        exampleWorkflow('create-and-wait'),
      ],
    },
  };
}

interface Stage {
  n8n: N8n;
  vapi: VapiEmulator;
}

async function start({ n8n }: Stage, id: string, body: Json): Promise<void> {
  const { status } = await postJson(
    `${n8n.url}/webhook/${id}`,
    JSON.stringify({ phoneNumberId: NUMBER, ...body }),
  );
  expect(status).toBe(200);
}

/** The call that a run of a workflow has placed. */
async function callOf({ vapi }: Stage, run: string): Promise<EmulatedCall> {
  return await poll(`the call of ${run}`, { timeoutMs: 30_000 }, () =>
    Promise.resolve(vapi.calls.find(({ variableValues }) => variableValues.run === run)),
  );
}

async function waitingExecution({ n8n }: Stage, workflowId: string): Promise<string> {
  return await poll(`an execution of ${workflowId} to wait`, { timeoutMs: 30_000 }, async () => {
    const [waiting] = await n8n.rest.executions({ workflowId, status: 'waiting' });
    return waiting?.id;
  });
}

/** The URL that Vapi was given for the call. */
function reportUrl({ vapi }: Stage, run: string): string {
  const bodies = vapi.requests.filter(({ path }) => path === '/call').map(({ body }) => body as Json);
  const overrides = bodies.map((body) => body.assistantOverrides as Json);
  const own = overrides.find(({ variableValues }) => (variableValues as Json).run === run);
  return (own?.server as { url: string }).url;
}

async function hangUp({ vapi }: Stage, { id }: EmulatedCall): Promise<void> {
  expect(
    await postJson(`${vapi.url}/${id}/control`, JSON.stringify({ type: 'end-call' }), {
      'user-agent': 'e2e/1.0',
    }),
  ).toMatchObject({ status: 200 });
}

async function ended({ n8n }: Stage, workflow: string, id: string, timeoutMs?: number): Promise<Execution> {
  return await n8n.waitForExecution(workflow, (execution) => execution.id === id, timeoutMs ?? 180_000);
}

function reportIn(execution: Execution): ExecutionItem[] {
  expect(execution.data.resultData.error?.message).toBeUndefined();
  expect(execution.status).toBe('success');
  return outputsOf(execution, CALL)[0] ?? [];
}

/** What holds however n8n runs its executions. */
function waits(stage: () => Stage): void {
  it('for a call, and goes on with its report', async () => {
    await start(stage(), 'single', { run: 'plain', assistantId: ASSISTANT });
    const call = await callOf(stage(), 'plain');
    const execution = await stage().n8n.waitForExecution('single', undefined, 180_000);
    expect(reportIn(execution)).toEqual([
      {
        json: expect.objectContaining({
          ...{ event: 'end-of-call-report', callId: call.id, endedReason: 'assistant-ended-call' },
          ...{ customerNumber: '+14155550123', transcript: expect.stringContaining('Hello.') },
        }),
        pairedItem: { item: 0 },
      },
    ]);
    expect(outputsOf(execution, FOUND)).toEqual([]);
    await call.done;
    const posts = stage().vapi.posts.filter(({ callId }) => callId === call.id);
    expect(posts.at(-1)).toMatchObject({ type: 'end-of-call-report', status: 200 });
    expect([...new Set(posts.map(({ type }) => type))]).toEqual(['end-of-call-report']);
  });

  it('on, whatever else comes in: three other events, the report of another call, a wrong token', async () => {
    await start(stage(), 'single', { run: 'noise', assistantId: TALKER });
    const call = await callOf(stage(), 'noise');
    const id = await waitingExecution(stage(), 'single');
    const url = reportUrl(stage(), 'noise');
    const { vapi, n8n } = stage();
    const noise: Json[] = [
      { type: 'status-update', status: 'ended', endedReason: 'customer-busy', call: { id: call.id } },
      { type: 'tool-calls', toolCallList: [], toolWithToolCallList: [], call: { id: call.id } },
      { type: 'conversation-update', messages: [], call: { id: call.id } },
      { type: 'end-of-call-report', endedReason: 'customer-busy', call: { id: OTHER_CALL } },
    ];
    for (const message of noise) {
      const post = await vapi.postServerMessage(url, message);
      expect([message.type, post.status, post.responseBody]).toEqual([message.type, 200, '{}']);
    }
    const report = { type: 'end-of-call-report', call: { id: call.id } };
    const foreign = await vapi.postServerMessage(url.replace(/signature=.*/, 'signature=wrong'), report);
    expect(foreign.status).toBe(401);
    expect(await n8n.rest.executions({ workflowId: 'single', status: 'waiting' })).toHaveLength(1);

    await hangUp(stage(), call);
    const execution = await ended(stage(), 'single', id);
    expect(reportIn(execution)).toMatchObject([
      { json: { callId: call.id, endedReason: 'manually-canceled' } },
    ]);
  });

  it('while the old server of the assistant answers a tool that has none of its own', async () => {
    const { vapi, n8n } = stage();
    const results = [{ toolCallId: 'call_1', name: 'book', result: 'Booked.' }];
    const old = await listen((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ results }));
    });
    vapi.hosts['old.example'] = old.url;
    try {
      await start(stage(), 'single', { run: 'desk', assistantId: DESK, tools: 'oldUrl' });
      const call = await callOf(stage(), 'desk');
      const isIts = (execution: Execution): boolean =>
        outputsOf(execution, CALL)[0]?.[0]?.json.callId === call.id;
      expect(reportIn(await n8n.waitForExecution('single', isIts, 180_000))).toHaveLength(1);
      expect(call.toolResults).toMatchObject([{ name: 'book', result: 'Booked.' }]);
      const asked = vapi.posts.find(({ callId, type }) => callId === call.id && type === 'tool-calls');
      expect(asked).toMatchObject({ url: 'https://old.example/tools', headers: { 'x-own': 'own' } });
    } finally {
      await old.close();
    }
  });

  it('for one call after the other in a loop: the example', async () => {
    const { n8n, vapi } = stage();
    const { name, value } = account.callBackHeader;
    const people = [
      { number: '+14155550123', name: 'Grace' },
      { number: '+14155550124', name: 'Dana' },
    ];
    const body = JSON.stringify({ people });
    const { status } = await postJson(`${n8n.url}/webhook/call-list`, body, { [name]: value });
    expect(status).toBe(200);
    const execution = await n8n.waitForExecution('vapiCallAndWait', undefined, 180_000);
    expect(execution.data.resultData.error?.message).toBeUndefined();
    const calls = ['Grace', 'Dana'].map(
      (person) => vapi.calls.find(({ variableValues }) => variableValues.customerName === person)?.id,
    );
    expect(outputsOf(execution, 'All rows')[0]?.map(({ json }) => json)).toEqual([
      expect.objectContaining({ name: 'Grace', callId: calls[0], outcome: expect.any(String) }),
      expect.objectContaining({ name: 'Dana', callId: calls[1], outcome: expect.any(String) }),
    ]);
  });
}

/** A call that never begins, begun early: n8n looks for waits that are over once a minute. */
async function beginLate(stage: Stage): Promise<string> {
  const earliestStart = new Date(Date.now() + 2_000).toISOString();
  await start(stage, 'late', { run: 'late', assistantId: ASSISTANT, earliestStart });
  return await waitingExecution(stage, 'late');
}

async function expectGivenUp(stage: Stage, id: string): Promise<void> {
  const execution = await ended(stage, 'late', id, 120_000);
  const call = await callOf(stage, 'late');
  expect(reportIn(execution)).toMatchObject([{ json: { body: { run: 'late' } } }]);
  expect(outputsOf(execution, FOUND)[0]).toMatchObject([{ json: { id: call.id, status: 'scheduled' } }]);
}

describe('Create and Wait for Report in a real n8n waits', () => {
  let vapi: VapiEmulator;
  let n8n: N8n;
  let userFolder: string;
  let late: string;
  const stage = (): Stage => ({ n8n, vapi });

  beforeAll(async () => {
    const { vapi: emulator, options } = await prepare();
    vapi = emulator;
    userFolder = realpathSync(mkdtempSync(join(tmpdir(), 'n8n-e2e-')));
    n8n = await startN8n({ ...options, userFolder });
    vapi.hosts['n8n.test'] = n8n.url;
    late = await beginLate(stage());
  }, 600_000);

  afterAll(async () => {
    await n8n?.stop();
    await vapi?.close();
    if (userFolder !== undefined) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
  });

  waits(stage);

  it('no longer than its deadline, and goes on with its input', async () => {
    await expectGivenUp(stage(), late);
  });

  it('through an end and start of n8n, during which the call ends', async () => {
    await start(stage(), 'single', { run: 'restart', assistantId: TALKER });
    const call = await callOf(stage(), 'restart');
    const id = await waitingExecution(stage(), 'single');
    await n8n.stop();
    await hangUp(stage(), call);
    await poll('the report to be posted in vain', { timeoutMs: 15_000 }, () =>
      Promise.resolve(vapi.posts.find(({ callId, ms }) => callId === call.id && ms > 0)),
    );
    n8n = await startN8n({ tarballs: [], webhookUrl: PUBLIC_URL, userFolder });
    vapi.hosts['n8n.test'] = n8n.url;
    const execution = await ended(stage(), 'single', id, 90_000);
    expect(reportIn(execution)).toMatchObject([
      { json: { callId: call.id, endedReason: 'manually-canceled' } },
    ]);
    await call.done;
    const posts = vapi.posts.filter(({ callId }) => callId === call.id);
    expect(posts.map(({ status }) => status)).toEqual([...posts.slice(1).map(() => undefined), 200]);
  });
});

const needed = services();

describeWith(servicesListen(needed), describeServices(needed), 'Create and Wait in queue mode waits', () => {
  let vapi: VapiEmulator;
  let n8n: QueuedN8n;
  let late: string;
  const stage = (): Stage => ({ n8n, vapi });

  beforeAll(async () => {
    const { vapi: emulator, options } = await prepare();
    vapi = emulator;
    n8n = await startQueuedN8n({ ...options, workers: 1, webhookProcess: true });
    // What Vapi posts goes to the process that is there for webhooks.
    vapi.hosts['n8n.test'] = n8n.webhookProcessUrl;
    late = await beginLate(stage());
  }, 600_000);

  afterAll(async () => {
    await n8n?.stop();
    await vapi?.close();
  });

  waits(stage);

  it('no longer than its deadline, and goes on with its input', async () => {
    await expectGivenUp(stage(), late);
  });

  it('while the worker that began ends, and goes on in another', async () => {
    await start(stage(), 'single', { run: 'worker', assistantId: TALKER });
    const call = await callOf(stage(), 'worker');
    const id = await waitingExecution(stage(), 'single');
    await n8n.stopWorkers();
    await n8n.startWorker();
    await hangUp(stage(), call);
    expect(reportIn(await ended(stage(), 'single', id))).toMatchObject([{ json: { callId: call.id } }]);
  });
});
