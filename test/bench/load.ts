import type { N8n } from '../e2e/harness/n8n';
import { poll } from '../e2e/harness/poll';
import { askTools, bearerCredential, check } from '../e2e/toolCallClient';
import { runLoad, type Load, type LoadResult } from '../e2e/toolLoad';
import { toolWorkflow } from '../e2e/toolWorkflow';
import { milliseconds, publish, table } from './measurements';
import { engines, runCommand, withN8n, withQueuedN8n } from './n8nUnderTest';
import { quantile } from './statistics';

const goal: Load = { count: 1_000, perSecond: 50 };
/** What the default engine of expressions manages on two cores. */
const gentle: Load = { count: 300, perSecond: 10 };
/** What the Vapi Tool Trigger has unless the builder says otherwise. */
const DEADLINE_SECONDS = 15;
const options = {
  credentials: [bearerCredential],
  workflows: ['code', 'fields'].map((path) =>
    toolWorkflow({
      ...{ id: path, path, deadlineSeconds: DEADLINE_SECONDS, withoutCode: path === 'fields' },
      credential: { id: 'bearer', name: 'Bearer' },
    }),
  ),
};

/** `npm run bench:load`: many tool calls on schedule. `-- --queue` does it in queue mode instead. */
async function main(): Promise<void> {
  const queue = process.argv.includes('--queue');
  const rows: string[][] = [];
  for (const { engine, env } of engines) {
    const loads = engine === 'vm' ? [gentle, goal] : [goal];
    const measured = queue
      ? await withQueuedN8n({ ...options, env }, (n8n) => measureAll(n8n, n8n.webhookProcessUrl, loads))
      : await withN8n({ ...options, env }, (n8n) => measureAll(n8n, n8n.url, loads));
    rows.push(...measured.map((row) => [engine, ...row]));
  }
  const command = `npm run bench:load${queue ? ' -- --queue' : ''}`;
  publish(queue ? 'load, queue' : 'load, regular', command, table(head, rows));
}

const head = [
  ...['expressions', 'node between', 'calls', 'a second', 'own', 'fallbacks', 'wrong', 'executions'],
  ...['p50', 'p95', 'p99', 'max'],
];

async function measureAll(n8n: N8n, base: string, loads: Load[]): Promise<string[][]> {
  const rows: string[][] = [];
  for (const load of loads) {
    rows.push(await measure(n8n, base, load, 'fields', 'Edit Fields'));
    rows.push(await measure(n8n, base, load, 'code', 'Code'));
  }
  return rows;
}

async function measure(n8n: N8n, base: string, load: Load, path: string, label: string): Promise<string[]> {
  const url = `${base}/webhook/${path}`;
  // A warm start, as on a server that has been up for a while.
  for (let n = 0; n < 50; n++) await askTools(url, [check({ say: 'hello' })]);
  const before = await finished(n8n, path);
  const result = await runLoad(url, load);
  report(result);
  const executions = (await finished(n8n, path)) - before;
  const times = [0.5, 0.95, 0.99, 1].map((share) => `${milliseconds(quantile(result.ms, share))} ms`);
  const { own, fallbacks, wrong } = result;
  const counts = [load.count, load.perSecond, own, fallbacks, wrong.length, executions];
  return [label, ...counts.map(String), ...times];
}

/** A fallback is a valid answer; anything else but the call's own result is a defect. */
function report({ wrong }: LoadResult): void {
  if (wrong.length === 0) return;
  console.error(`Wrong answers, the first of ${wrong.length}: ${wrong[0]}`);
  process.exitCode = 1;
}

/** How many executions of the workflow there are, once none runs; n8n lists at most 100, but counts all. */
async function finished(n8n: N8n, workflowId: string): Promise<number> {
  const options = { timeoutMs: 120_000, intervalMs: 500 };
  return await poll('all executions to be over', options, async () => {
    if ((await n8n.rest.executions({ workflowId, status: 'running' })).length > 0) return undefined;
    const query = new URLSearchParams({
      limit: '1',
      filter: JSON.stringify({ workflowId, status: ['success'] }),
    });
    return (await n8n.rest.request<{ count: number }>('GET', `/executions?${query.toString()}`)).count;
  });
}

runCommand(main);
