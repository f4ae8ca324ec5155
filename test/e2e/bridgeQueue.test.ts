import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_KEY, Harness } from '../bridge/support/harness';
import { describeWith } from '../support/needs';
import { bridgeEvent, postEvent } from './bridgeEvents';
import { isFinished, outputsOf, type Execution } from './harness/executions';
import { packNodes } from './harness/pack';
import { freePorts } from './harness/ports';
import { startQueuedN8n, type QueuedN8n } from './harness/queue';
import type { WorkflowJson } from './harness/rest';
import { describeServices, services, servicesListen } from './harness/services';

const SECRET = 'e2e-queue-events-secret-41d9a2';
const WORKFLOW = 'bridgeQueue';
const PATH = 'bridge-queue';
const CREDENTIAL = { vapiBridgeApi: { id: 'bridge', name: 'Vapi Bridge' } };

/** At the end of a call, asks the bridge what became of it. */
const workflow: WorkflowJson & { id: string } = {
  ...{ id: WORKFLOW, name: 'Bridge, queued' },
  nodes: [
    {
      ...{ id: 't', name: 'Call has ended', type: 'n8n-nodes-vapi.vapiBridgeTrigger', typeVersion: 1 },
      ...{ position: [0, 0], webhookId: '2f6b8a94-5a6f-4a0e-9a55-6b0f3e7f8c21' },
      parameters: { path: PATH, events: ['session.ended'] },
      credentials: CREDENTIAL,
    },
    {
      ...{ id: 'g', name: 'Session', type: 'n8n-nodes-vapi.vapiBridge', typeVersion: 1, position: [200, 0] },
      parameters: {
        ...{ resource: 'session', operation: 'get' },
        sessionId: { __rl: true, mode: 'id', value: '={{ $json.sessionId }}' },
      },
      credentials: CREDENTIAL,
    },
  ],
  connections: { 'Call has ended': { main: [[{ node: 'Session', type: 'main', index: 0 }]] } },
  settings: { executionOrder: 'v1' },
};

const needed = services();

describeWith(
  servicesListen(needed),
  describeServices(needed),
  'the nodes of the bridge in queue mode',
  () => {
    let bridge: Harness;
    let n8n: QueuedN8n;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'bridge-queue-e2e-'));
      // Each has to know where the other is before it starts.
      const [port = 0] = await freePorts(1);
      bridge = await new Harness().start({
        BRIDGE_DATA_DIR: join(folder, 'bridge'),
        BRIDGE_EVENTS_URL: `http://127.0.0.1:${port}/webhook/${PATH}`,
        BRIDGE_EVENTS_SECRET: SECRET,
      });
      n8n = await startQueuedN8n({
        tarballs: [await packNodes()],
        ...{ webhookUrl: `http://127.0.0.1:${port}/`, port },
        credentials: [
          {
            ...{ ...CREDENTIAL.vapiBridgeApi, type: 'vapiBridgeApi' },
            data: { baseUrl: `http://127.0.0.1:${bridge.port}`, apiKey: API_KEY, eventsSecret: SECRET },
          },
        ],
        workflows: [workflow],
        ...{ workers: 1, webhookProcess: true },
      });
      await n8n.waitForWebhook(PATH);
    }, 600_000);

    afterAll(async () => {
      await bridge?.stop();
      await n8n?.stop();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    });

    /** A call over the bridge that is over. Resolves with the carrier's id of it. */
    async function endedCall(): Promise<string> {
      const { stream, callSid } = await bridge.call();
      stream.stop();
      await bridge.idle();
      return callSid;
    }

    const sessionIn = (execution: Execution): Record<string, unknown> =>
      outputsOf(execution, 'Session')[0]?.[0]?.json ?? {};
    const ofCall =
      (callSid: string) =>
      ({ data }: Execution): boolean =>
        JSON.stringify(data).includes(callSid);

    it('start at the end of a call, and ask the bridge about it', async () => {
      const callSid = await endedCall();
      const execution = await n8n.waitForExecution(WORKFLOW, ofCall(callSid), 180_000);
      expect(execution.data.resultData.error).toBeUndefined();
      expect(execution).toMatchObject({ status: 'success', mode: 'webhook' });
      const [[event] = []] = outputsOf(execution, 'Call has ended');
      expect(event?.json).toMatchObject({ event: 'session.ended', carrierCallId: callSid });
      expect(sessionIn(execution)).toMatchObject({
        ...{ id: event?.json.sessionId, carrierCallId: callSid, state: 'ended', reason: 'caller-hung-up' },
      });
    });

    it('start by the separate webhook process, too, once for each event', async () => {
      const callSid = await endedCall();
      const first = await n8n.waitForExecution(WORKFLOW, ofCall(callSid), 180_000);
      const before = (await n8n.rest.executions({ workflowId: WORKFLOW })).length;
      const url = `${n8n.webhookProcessUrl}/webhook/${PATH}`;
      const ended = bridgeEvent('session.ended', String(sessionIn(first).id));
      expect(await postEvent(url, ended, `${SECRET}x`)).toBe(401);
      expect(await postEvent(url, ended, SECRET)).toBe(200);
      const execution = await n8n.waitForExecution(WORKFLOW, ofCall(ended.id), 180_000);
      expect(sessionIn(execution)).toMatchObject({ carrierCallId: callSid, state: 'ended' });
      expect(await postEvent(url, ended, SECRET)).toBe(200);
      expect(await n8n.rest.executions({ workflowId: WORKFLOW })).toHaveLength(before + 1);
    });

    it('run in a worker: without any, the event is taken and waits for one', async () => {
      await n8n.stopWorkers();
      const known = new Set((await n8n.rest.executions({ workflowId: WORKFLOW })).map(({ id }) => id));
      const callSid = await endedCall();
      let queued: string | undefined;
      while (queued === undefined) {
        const listed = await n8n.rest.executions({ workflowId: WORKFLOW });
        queued = listed.find(({ id }) => !known.has(id))?.id;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      // Main alone would have been done with it by now.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const waiting = (await n8n.rest.executions({ workflowId: WORKFLOW })).find(({ id }) => id === queued);
      expect(waiting && isFinished(waiting)).toBe(false);
      // The bridge has its 200, so nothing is left for it to send again.
      expect(bridge.log).not.toContain('event not delivered');
      await n8n.startWorker();
      const execution = await n8n.waitForExecution(WORKFLOW, ofCall(callSid), 180_000);
      expect(execution).toMatchObject({ id: queued, status: 'success' });
      expect(sessionIn(execution)).toMatchObject({ carrierCallId: callSid });
    });
  },
);
