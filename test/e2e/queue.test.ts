import { describeWith } from '../support/needs';
import { expectedOutcome, failureRows, failureWorkflows, queueMode, runRow } from './failureTable';
import { packNodes } from './harness/pack';
import { startQueuedN8n, type QueuedN8n } from './harness/queue';
import { describeServices, services, servicesListen } from './harness/services';
import { bearerCredential, askTools, check } from './toolCallClient';

const needed = services();

describeWith(servicesListen(needed), describeServices(needed), 'n8n in queue mode', () => {
  let n8n: QueuedN8n;

  beforeAll(async () => {
    n8n = await startQueuedN8n({
      tarballs: [await packNodes()],
      webhookUrl: 'https://n8n.test/',
      credentials: [bearerCredential],
      workflows: failureWorkflows,
      ...{ workers: 1, webhookProcess: true },
    });
    // The first Code node starts the worker's task runner, which takes longer than any caller should wait.
    await askTools(queueMode(n8n, n8n.url).url('tools'), [check({ say: 'hello' })]);
  }, 600_000);

  afterAll(async () => {
    await n8n?.stop();
  });

  describe.each([
    ['main', () => n8n.url],
    ['a separate webhook process', () => n8n.webhookProcessUrl],
  ])('a tool call by %s gets a valid answer:', (_what, base) => {
    it.each(failureRows.filter(({ regularOnly }) => regularOnly !== true))('$name', async (row) => {
      const outcome = await runRow(row, queueMode(n8n, base()));
      expect(outcome).toMatchObject(expectedOutcome(row));
    });

    it('and no process writes to a response that is over', () => {
      expect(n8n.log()).not.toMatch(/ERR_HTTP_HEADERS_SENT|headers after they are sent|write after end/);
    });
  });

  it('ends with all its processes', async () => {
    const addresses = [n8n.url, n8n.webhookProcessUrl];
    await n8n.stop();
    for (const address of addresses)
      await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed');
    expect(() => process.kill(-n8n.pid, 0)).toThrow('ESRCH');
  });
});
