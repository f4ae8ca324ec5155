import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputsOf } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packProbe, probeCredential, probeWorkflow } from './harness/probePack';

const bootTimeout = 300_000;

describe('the n8n harness', () => {
  let folder: string;
  let tarball: string;
  let n8n: N8n;

  const call = (body: unknown, prefix = 'webhook'): Promise<Response> =>
    fetch(`${n8n.url}/${prefix}/probe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'probe-pack-'));
    tarball = await packProbe(folder);
    n8n = await startN8n({
      tarballs: [tarball],
      webhookUrl: 'https://n8n.test/',
      credentials: [probeCredential],
      workflows: [probeWorkflow],
    });
  }, bootTimeout);

  afterAll(async () => {
    await n8n?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers a published webhook from the pack, with credential and public address', async () => {
    await n8n.waitForWebhook('probe');
    const response = await call({ a: 1 });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      body: { a: 1 },
      url: 'https://n8n.test/webhook/probe',
      key: 'k-123',
    });
  });

  it('reads back what an execution did', async () => {
    await call({ find: 'me' });
    const execution = await n8n.waitForExecution(probeWorkflow.id, (candidate) => {
      const body = outputsOf(candidate, 'Probe Trigger')[0]?.[0]?.json.body;
      return JSON.stringify(body) === '{"find":"me"}';
    });
    expect(execution).toMatchObject({ status: 'success', mode: 'webhook', workflowId: probeWorkflow.id });
    expect(outputsOf(execution, 'Probe')).toEqual([[expect.objectContaining({ json: { answered: true } })]]);
  });

  it('lists failed executions with their error', async () => {
    expect((await call({ fail: true })).status).toBe(500);
    const execution = await n8n.waitForExecution(probeWorkflow.id, ({ status }) => status === 'error');
    expect(execution.data.resultData.error?.message).toBe('the probe failed on purpose');
    const failed = await n8n.rest.executions({ workflowId: probeWorkflow.id, status: 'error' });
    expect(failed.map(({ id }) => id)).toEqual([execution.id]);
  });

  it('says which executions it saw when none fits', async () => {
    await call({ a: 1 });
    const waiting = n8n.waitForExecution(probeWorkflow.id, () => false, 500);
    await expect(waiting).rejects.toThrow(/Waited 0.5 s for an execution .* Executions seen: .*success/);
  });

  it('listens on a test URL after a manual run', async () => {
    expect(await n8n.rest.runManually(probeWorkflow.id, 'Probe Trigger')).toEqual({
      waitingForWebhook: true,
    });
    expect((await call({ test: true }, 'webhook-test')).status).toBe(202);
    const execution = await n8n.waitForExecution(probeWorkflow.id, ({ mode }) => mode === 'manual');
    expect(execution.status).toBe('success');
  });

  it('takes a webhook away and brings the edited one back', async () => {
    await n8n.rest.deactivate(probeWorkflow.id);
    expect((await call({})).status).toBe(404);
    await expect(n8n.waitForWebhook('probe', 'POST', 200)).rejects.toThrow(
      'Methods registered there: OPTIONS',
    );
    await n8n.rest.updateWorkflow(probeWorkflow.id, { name: 'Probe, edited' });
    await n8n.rest.publish(probeWorkflow.id);
    expect((await call({})).status).toBe(202);
    expect((await n8n.rest.workflow(probeWorkflow.id)).name).toBe('Probe, edited');
  });

  it('says why a workflow cannot be published', async () => {
    const twin = { ...probeWorkflow, id: 'probeWorkflow002', name: 'Same path' };
    await n8n.rest.createWorkflow(twin);
    await expect(n8n.rest.publish(twin.id)).rejects.toThrow(/conflict|path/i);
  });

  it('reads data tables', async () => {
    const table = await n8n.rest.createDataTable('Calls', [{ name: 'callId', type: 'string' }]);
    await n8n.rest.request('POST', `/projects/${table.projectId}/data-tables/${table.id}/insert`, {
      data: [{ callId: 'c-1' }, { callId: 'c-2' }],
      returnType: 'count',
    });
    expect((await n8n.rest.dataTableRows('Calls')).map(({ callId }) => callId)).toEqual(['c-1', 'c-2']);
    await expect(n8n.rest.dataTableRows('Nope')).rejects.toThrow('There are: Calls');
  });

  it('leaves nothing behind: no process, no port, no folder', async () => {
    const { pid, url, userFolder } = n8n;
    await n8n.stop();
    expect(() => process.kill(-pid, 0)).toThrow('ESRCH');
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    expect(existsSync(userFolder)).toBe(false);
  });

  it('shows the end of the log when n8n cannot start', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const starting = startN8n({ tarballs: [], webhookUrl: 'https://n8n.test/', port });
    await expect(starting).rejects.toThrow(/n8n ended by itself.*The end of its log:.*already in use/s);
    squatter.close();
  });
});
