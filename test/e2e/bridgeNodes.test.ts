import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audioOf } from '../bridge/support/audio';
import { API_KEY, Harness } from '../bridge/support/harness';
import { until } from '../bridge/support/until';
import { repoRoot } from '../support/repo';
import { bridgeEvent, postEvent } from './bridgeEvents';
import { outputsOf } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { freePorts } from './harness/ports';
import type { WorkflowJson } from './harness/rest';

const SECRET = 'e2e-events-secret-5e0c77';
const EXAMPLE = 'vapiSaveRecordings';
const EVENTS = 'bridgeEvents';
const FRAME = 160;

let bridge: Harness;
let n8n: N8n;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bridge-e2e-'));
  // Each has to know where the other is before it starts.
  const [port = 0] = await freePorts(1);
  bridge = await new Harness().start({
    BRIDGE_DATA_DIR: join(folder, 'bridge'),
    BRIDGE_RECORD: 'on',
    BRIDGE_EVENTS_URL: `http://127.0.0.1:${port}/webhook/bridge-recordings`,
    BRIDGE_EVENTS_SECRET: SECRET,
  });
  const dataFolder = join(folder, 'files');
  n8n = await startN8n({
    tarballs: [await packNodes()],
    ...{ webhookUrl: `http://127.0.0.1:${port}/`, port, dataFolder },
    credentials: [
      {
        ...{ id: 'bridge', name: 'Vapi Bridge', type: 'vapiBridgeApi' },
        data: { baseUrl: `http://127.0.0.1:${bridge.port}`, apiKey: API_KEY, eventsSecret: SECRET },
      },
    ],
    workflows: [exampleIn(dataFolder), eventsWorkflow],
  });
  await n8n.waitForWebhook('bridge-recordings');
}, 600_000);

afterAll(async () => {
  await bridge?.stop();
  await n8n?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** The example as it is, but for the folder of the machine that it is written for. */
function exampleIn(dataFolder: string): WorkflowJson & { id: string } {
  const file = join(repoRoot, 'examples', 'save-recordings', 'workflow.json');
  const text = readFileSync(file, 'utf8').replace('/home/node/.n8n-files', dataFolder);
  return JSON.parse(text) as WorkflowJson & { id: string };
}

const eventsWorkflow: WorkflowJson & { id: string } = {
  ...{ id: EVENTS, name: 'Bridge events' },
  nodes: [
    {
      ...{ id: 't', name: 'Bridge', type: 'n8n-nodes-vapi.vapiBridgeTrigger', typeVersion: 1 },
      ...{ position: [0, 0], webhookId: '9c1f7d1e-60de-4c28-8c8f-0e4d6f0c1b52' },
      parameters: { path: 'bridge-all', events: ['session.ended', 'transcript'], outputs: 'perEvent' },
      credentials: { vapiBridgeApi: { id: 'bridge', name: 'Vapi Bridge' } },
    },
  ],
  connections: {},
  settings: { executionOrder: 'v1' },
};

describe('the example "save recordings"', () => {
  it('writes a file when a call over the bridge has ended', async () => {
    const { stream, vapi, callSid } = await bridge.call();
    const assistant = audioOf(20 * FRAME, 2);
    // What comes before the assistant's socket is open is not kept for long.
    await until(() => {
      stream.media(audioOf(FRAME, 1));
      return vapi.heard().length >= 10 * FRAME;
    }, 'the assistant hears the caller');
    vapi.socket.send(assistant);
    await until(() => stream.heard().length >= assistant.length, 'the caller hears the assistant');
    stream.stop();

    const execution = await n8n.waitForExecution(EXAMPLE, undefined, 180_000);
    expect(execution.data.resultData.error).toBeUndefined();
    expect(execution.status).toBe('success');
    const [event] = outputsOf(execution, 'Recording is ready')[0] ?? [];
    expect(event?.json).toMatchObject({ event: 'recording.ready', carrierCallId: callSid });
    const [file] = readdirSync(n8n.dataFolder).filter((name) => name.endsWith(`-${callSid}.wav`));
    const wav = readFileSync(join(n8n.dataFolder, file ?? 'none'));
    expect([wav.toString('latin1', 0, 4), wav.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WAVE']);
    expect(wav.length).toBe(event?.json.bytes);
    const recordingId = String(event?.json.recordingId);
    const headers = { authorization: `Bearer ${API_KEY}` };
    const kept = await bridge.request(`/v1/recordings/${recordingId}/audio`, { headers });
    expect(wav.equals(Buffer.from(await kept.arrayBuffer()))).toBe(true);
    // Not only silence, behind the header.
    expect(wav.subarray(44).some((byte) => byte !== 0)).toBe(true);
    // Of everything that the bridge told of, nothing else was wanted.
    expect(await n8n.rest.executions({ workflowId: EXAMPLE })).toHaveLength(1);
  });
});

describe('the trigger', () => {
  const event = bridgeEvent;
  const post = (body: object, secret = SECRET): Promise<number> =>
    postEvent(`${n8n.url}/webhook/bridge-all`, body, secret);

  it('starts once for an event that comes twice, at the output of its type', async () => {
    const ended = event('session.ended');
    expect([await post(ended), await post(ended)]).toEqual([200, 200]);
    expect(await post(event('transcript'))).toBe(200);
    const transcript = await n8n.waitForExecution(EVENTS, ({ data }) =>
      JSON.stringify(data).includes('"transcript"'),
    );
    expect(outputsOf(transcript, 'Bridge').map((items) => items.length)).toEqual([0, 1]);
    const first = await n8n.waitForExecution(EVENTS, ({ data }) => JSON.stringify(data).includes(ended.id));
    expect(outputsOf(first, 'Bridge').map((items) => items.map(({ json }) => json.eventId))).toEqual([
      [ended.id],
      [],
    ]);
    expect(await n8n.rest.executions({ workflowId: EVENTS })).toHaveLength(2);
  });

  it('refuses a forged event, and leaves what is not chosen alone', async () => {
    const before = await n8n.rest.executions({ workflowId: EVENTS });
    expect(await post(event('session.ended'), `${SECRET}x`)).toBe(401);
    expect(await post(event('dtmf'))).toBe(200);
    expect(await n8n.rest.executions({ workflowId: EVENTS })).toHaveLength(before.length);
  });
});

it('the credential is tested in n8n: a good key, a wrong one', async () => {
  const test = (apiKey: string): Promise<{ status: string }> =>
    n8n.rest.request('POST', '/credentials/test', {
      credentials: {
        ...{ id: 'bridge', name: 'Vapi Bridge', type: 'vapiBridgeApi' },
        data: { baseUrl: `http://127.0.0.1:${bridge.port}/`, apiKey, eventsSecret: '' },
      },
    });
  expect(await test(API_KEY)).toMatchObject({ status: 'OK' });
  expect(await test('wrong')).toMatchObject({ status: 'Error' });
});
