import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVapiEmulator, type EmulatedCall, type VapiEmulator } from '../emulators/vapi';
import { outputsOf } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { poll } from './harness/poll';
import {
  eventWorkflow,
  requestWorkflow,
  RESULT,
  toolNamed,
  toolWorkflow,
  TRIGGER,
} from './registrationWorkflow';
import { bearerCredential, postJson, TOKEN } from './toolCallClient';

type Json = Record<string, unknown>;

const KEY = 'e2e-vapi-key-9b3f60';
const CALLER = '+14155550123';
const PUBLIC_URL = 'https://n8n.test/';
const FRONT_DESK = '5b0a4a08-133c-4146-9315-0984f8c6be80';
const GERMAN_DESK = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const OWN_NUMBER = '42b4b25d-031e-4786-857f-63b346c9580f';
const FREE_NUMBER = '9b2f4c1e-7d35-4a68-8f0b-3e6d5a1c2b47';
const FAILURE = { message: 'Internal server error' };
const MODEL = { provider: 'openai', model: 'gpt-4o', messages: [{ role: 'system', content: 'Hi' }] };
/** A tool that somebody made by hand and gave to the front desk. */
const HUMAN_TOOL = '1c9d8e7f-6a5b-4c3d-9e8f-7a6b5c4d3e2f';

let vapi: VapiEmulator;
let n8n: N8n;
let userFolder: string;
/** What is in Vapi before anything is published. */
let before: Json[];

beforeAll(async () => {
  vapi = await startVapiEmulator({ apiKey: KEY });
  vapi.seed('tool', {
    ...{ id: HUMAN_TOOL, type: 'function', function: { name: 'ask_human' } },
    server: { url: 'https://old.example/human' },
  });
  vapi.seed('assistant', {
    ...{ id: FRONT_DESK, name: 'Front desk', model: { ...MODEL, toolIds: [HUMAN_TOOL] } },
    server: { url: 'https://old.example/events' },
  });
  vapi.seed('assistant', { id: GERMAN_DESK, name: 'German desk', model: MODEL });
  const number = { provider: 'twilio', twilioAccountSid: `AC${'1'.repeat(32)}` };
  vapi.seed('phone-number', { ...number, id: OWN_NUMBER, number: '+14155550142', assistantId: FRONT_DESK });
  vapi.seed('phone-number', { ...number, id: FREE_NUMBER, number: '+14155550143' });
  before = snapshot();
  userFolder = realpathSync(mkdtempSync(join(tmpdir(), 'n8n-e2e-')));
  n8n = await startN8n({
    tarballs: [await packNodes()],
    ...{ webhookUrl: PUBLIC_URL, userFolder },
    credentials: [
      {
        ...{ id: 'vapi', name: 'Vapi', type: 'vapiApi' },
        data: { apiKey: KEY, region: 'custom', baseUrl: vapi.url },
      },
      bearerCredential,
    ],
    workflows: [
      toolWorkflow('booking', [toolNamed('book')], { assistants: [FRONT_DESK] }),
      toolWorkflow('changes', [toolNamed('move')], { assistants: [GERMAN_DESK] }),
      eventWorkflow('events', FRONT_DESK, OWN_NUMBER),
      requestWorkflow('incoming', FREE_NUMBER, GERMAN_DESK),
    ],
    publish: [],
  });
  vapi.hosts['n8n.test'] = n8n.url;
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
  await vapi?.close();
  if (userFolder !== undefined) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** n8n again, with the database of before. The one of before must have ended. */
async function startAgain(env: Record<string, string> = {}): Promise<void> {
  n8n = await startN8n({ tarballs: [], webhookUrl: PUBLIC_URL, userFolder, env });
  vapi.hosts['n8n.test'] = n8n.url;
}

/** Everything in Vapi, without the times of the last change. */
function snapshot(): Json[] {
  return (['assistant', 'phone-number', 'tool'] as const).flatMap((kind) =>
    vapi.storedAll(kind).map(({ updatedAt, ...rest }) => structuredClone<Json>(rest)),
  );
}

function toolsNamed(name: string): Json[] {
  return vapi.storedAll('tool').filter((tool) => (tool.function as Json).name === name);
}

function toolIdsOf(assistant: string): unknown {
  return (vapi.stored('assistant', assistant)?.model as Json).toolIds;
}

/** What was asked of Vapi that may change something, since the request of that number. */
function writesSince(start: number): string[] {
  return vapi.requests
    .slice(start)
    .flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`]));
}

/** A phone call in which the model calls the tool with these arguments, to its end. */
async function callTool(assistantId: string, name: string, args: Json): Promise<EmulatedCall> {
  vapi.setScript(assistantId, [{ type: 'callTools', tools: [{ name, arguments: args }] }]);
  const response = await fetch(`${vapi.url}/call`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${KEY}`, 'user-agent': 'registration-test/1.0' },
      'content-type': 'application/json',
    },
    body: JSON.stringify({ assistantId, phoneNumberId: OWN_NUMBER, customer: { number: CALLER } }),
  });
  const { id } = (await response.json()) as { id: string };
  const call = vapi.call(id);
  if (call === undefined) throw new Error(`The emulator placed no call: HTTP ${response.status}.`);
  await call.done;
  return call;
}

describe('a Vapi Tool Trigger that is published in a real n8n', () => {
  it('is in Vapi with URL, proof, parameters and messages, and at the chosen assistant', async () => {
    await n8n.rest.publish('booking');
    const [tool] = toolsNamed('book');
    expect(tool).toMatchObject({
      type: 'function',
      function: {
        ...{ name: 'book', description: 'Does book' },
        parameters: {
          ...{ type: 'object', required: ['date'] },
          properties: { date: { type: 'string', format: 'date', description: 'the day of the appointment' } },
        },
      },
      server: {
        url: 'https://n8n.test/webhook/booking',
        timeoutSeconds: 20,
        headers: {
          Authorization: `Bearer ${TOKEN}`,
          'x-n8n-registration': expect.stringContaining('booking'),
        },
      },
      messages: [
        { type: 'request-start', content: 'One moment, please.' },
        { type: 'request-response-delayed', timingMilliseconds: 4000 },
        { type: 'request-failed', role: 'system' },
      ],
    });
    expect(toolIdsOf(FRONT_DESK)).toEqual([HUMAN_TOOL, tool?.id]);
  });

  it('is called by Vapi with what is registered, and its workflow answers', async () => {
    const call = await callTool(FRONT_DESK, 'book', { date: '2026-08-24' });
    expect(call.problems).toEqual([]);
    expect(call.toolResults).toMatchObject([{ name: 'book', result: RESULT }]);
    const { data } = await n8n.waitForExecution('booking');
    expect(data.resultData.runData[TRIGGER]).toHaveLength(1);
  });

  it('has its new description after it is published again, and no second tool', async () => {
    await n8n.rest.updateWorkflow('booking', {
      nodes: toolWorkflow('booking', [toolNamed('book', 'Books a day')], { assistants: [FRONT_DESK] }).nodes,
    });
    await n8n.rest.publish('booking');
    expect(toolsNamed('book')).toMatchObject([{ function: { description: 'Books a day' } }]);
    expect(toolIdsOf(FRONT_DESK)).toEqual([HUMAN_TOOL, toolsNamed('book')[0]?.id]);
  });

  it('leaves Vapi as it was when it is unpublished', async () => {
    await n8n.rest.deactivate('booking');
    expect(snapshot()).toEqual(before);
  });

  it.each([
    ['the tool', { method: 'POST', path: '/tool' }],
    ['its list of changes', { method: 'POST', path: '/tool', skip: 1 }],
    ['the assistant', { method: 'PATCH', path: `/assistant/${FRONT_DESK}` }],
  ])('is published whole when Vapi fails once, at %s', async (_, request) => {
    vapi.failNext({ ...request, status: 500, body: FAILURE });
    const start = vapi.requests.length;
    await n8n.rest.publish('booking');
    expect(vapi.requests.slice(start).filter(({ status }) => status === 500)).toHaveLength(1);
    expect(toolsNamed('book')).toHaveLength(1);
    expect(toolIdsOf(FRONT_DESK)).toEqual([HUMAN_TOOL, toolsNamed('book')[0]?.id]);
    await n8n.rest.deactivate('booking');
    expect(snapshot()).toEqual(before);
  });
});

describe('a workflow that cannot be registered', () => {
  /** What n8n says of each workflow. */
  const said: Record<string, string> = {};
  let published: Json[];

  // n8n tries each five times, which takes 15 seconds; so all of them at once.
  beforeAll(async () => {
    await n8n.rest.publish('booking');
    published = snapshot();
    vapi.failNext({
      method: 'PATCH',
      path: `/assistant/${GERMAN_DESK}`,
      status: 500,
      body: FAILURE,
      times: 100,
    });
    await n8n.rest.createWorkflow(toolWorkflow('rival', [toolNamed('book')]));
    await n8n.rest.createWorkflow(requestWorkflow('assigned', OWN_NUMBER, GERMAN_DESK));
    const publish = async (id: string): Promise<void> => {
      await n8n.rest.publish(id, 200_000).catch((error: Error) => {
        said[id] = error.message;
      });
    };
    await Promise.all(['changes', 'rival', 'assigned'].map(publish));
  });
  afterAll(async () => {
    vapi.mend();
    await n8n.rest.deactivate('booking');
  });

  it('because Vapi fails is not published, and the error is that of Vapi', () => {
    expect(said.changes).toMatch(/Internal server error \(HTTP 500, PATCH \/assistant\/\S+\)/);
  });

  it('because its tool belongs to another one is not published, and the error names that and says what to do', () => {
    expect(said.rival).toMatch(
      /book \(.+\) belongs to the workflow "Workflow booking" \(booking\)\. Unpublish that/,
    );
  });

  it('because its number has an assistant is not published, and the error says so', () => {
    expect(said.assigned).toMatch(/The phone number has an assistant.*assistantId/);
  });

  it('leaves nothing in Vapi, and everything to the others', async () => {
    expect(snapshot()).toEqual(published);
    vapi.mend();
    await n8n.rest.publish('changes');
    expect(toolIdsOf(GERMAN_DESK)).toEqual([toolsNamed('move')[0]?.id]);
    await n8n.rest.deactivate('changes');
    expect(snapshot()).toEqual(published);
  });
});

describe('the other triggers', () => {
  it('of events: Vapi posts exactly those that are ticked, with the proof', async () => {
    await n8n.rest.publish('events');
    const server = { url: 'https://n8n.test/webhook/events', headers: { Authorization: `Bearer ${TOKEN}` } };
    expect(vapi.stored('assistant', FRONT_DESK)).toMatchObject({ server });
    expect(vapi.stored('assistant', FRONT_DESK)?.serverMessages).toEqual(
      expect.arrayContaining(['end-of-call-report', 'hang', 'tool-calls']),
    );
    expect(vapi.stored('assistant', FRONT_DESK)?.serverMessages).not.toContain('status-update');
    expect(vapi.stored('phone-number', OWN_NUMBER)).toMatchObject({ server });
    const call = await callTool(FRONT_DESK, 'none', {});
    const execution = await n8n.waitForExecution('events');
    expect(outputsOf(execution, TRIGGER)[0]?.map(({ json }) => json)).toMatchObject([{ callId: call.id }]);
    await n8n.rest.deactivate('events');
    expect(snapshot()).toEqual(before);
  });

  it('of requests: Vapi asks for the assistant of a number that has none', async () => {
    await n8n.rest.publish('incoming');
    const server = vapi.stored('phone-number', FREE_NUMBER)?.server as {
      url: string;
      headers: Record<string, string>;
    };
    expect(server.url).toBe('https://n8n.test/webhook/incoming');
    const message = { type: 'assistant-request', timestamp: Date.now(), call: { id: 'c-1' } };
    const url = server.url.replace(PUBLIC_URL, `${n8n.url}/`);
    const { status, text } = await postJson(url, JSON.stringify({ message }), server.headers);
    expect([status, JSON.parse(text)]).toEqual([200, { assistantId: GERMAN_DESK }]);
    await n8n.rest.deactivate('incoming');
    expect(snapshot()).toEqual(before);
  });
});

describe('n8n', () => {
  it('ends and starts again: nothing is written to Vapi, and the workflow answers', async () => {
    await n8n.rest.publish('booking');
    const published = snapshot();
    const start = vapi.requests.length;
    await n8n.stop();
    await startAgain();
    const call = await callTool(FRONT_DESK, 'book', { date: '2026-08-24' });
    expect(call.toolResults).toMatchObject([{ name: 'book', result: RESULT }]);
    const calls = writesSince(start).filter((line) => line !== 'POST /call');
    expect(calls).toEqual([]);
    expect(snapshot()).toEqual(published);
    await n8n.rest.deactivate('booking');
    expect(snapshot()).toEqual(before);
  });

  it('is killed when one workflow is published and another half: it ends that, and both can be taken back', async () => {
    await n8n.rest.publish('booking');
    const path = `/assistant/${GERMAN_DESK}`;
    const isAttaching = ({ method, path: asked }: { method: string; path: string }): boolean =>
      method === 'PATCH' && asked === path;
    const start = vapi.requests.length;
    vapi.failNext({ method: 'PATCH', path, cut: true, delayMs: 60_000 });
    const { versionId } = await n8n.rest.workflow('changes');
    await n8n.rest.request('POST', '/workflows/changes/activate', { versionId });
    await poll('the tool to be given to the assistant', { timeoutMs: 15_000 }, () =>
      Promise.resolve(vapi.requests.slice(start).some(isAttaching) ? true : undefined),
    );
    process.kill(-n8n.pid, 'SIGKILL');
    await n8n.stop();
    expect([toolsNamed('book'), toolsNamed('move')]).toEqual([[expect.anything()], [expect.anything()]]);
    expect(toolIdsOf(GERMAN_DESK)).toBeUndefined();

    // After this time n8n takes a publication up again that nobody has ended. By default it is two minutes.
    await startAgain({ N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '5' });
    await poll('the other workflow to be published', { timeoutMs: 30_000 }, () =>
      Promise.resolve(toolIdsOf(GERMAN_DESK) === undefined ? undefined : true),
    );
    expect(toolIdsOf(GERMAN_DESK)).toEqual([toolsNamed('move')[0]?.id]);
    await n8n.rest.deactivate('changes');
    await n8n.rest.deactivate('booking');
    expect(snapshot()).toEqual(before);
  });
});
