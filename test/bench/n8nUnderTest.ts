import { startN8n, type N8n, type StartN8nOptions } from '../e2e/harness/n8n';
import { packNodes } from '../e2e/harness/pack';
import { startQueuedN8n, type QueuedN8n } from '../e2e/harness/queue';

type Options = Pick<StartN8nOptions, 'credentials' | 'workflows' | 'env'>;

/**
 * How n8n evaluates expressions, which decides how many executions it manages: in an isolate of V8 that is made for
 * each request and execution (its default), or within its own process.
 */
export const engines: Array<{ engine: string; env: Record<string, string> }> = [
  { engine: 'vm', env: {} },
  { engine: 'legacy', env: { N8N_EXPRESSION_ENGINE: 'legacy' } },
];

const say = (line: string): void => console.error(line);

/** Boots n8n with our pack, lets `work` have it, and ends it whatever happened. */
export async function withN8n<T>(options: Options, work: (n8n: N8n) => Promise<T>): Promise<T> {
  const n8n = await startN8n({ ...options, ...(await common()) });
  return await work(n8n).finally(() => n8n.stop());
}

/** The same in queue mode: main, one worker, and a process for webhooks. */
export async function withQueuedN8n<T>(options: Options, work: (n8n: QueuedN8n) => Promise<T>): Promise<T> {
  const n8n = await startQueuedN8n({ ...options, ...(await common()), workers: 1, webhookProcess: true });
  return await work(n8n).finally(() => n8n.stop());
}

async function common(): Promise<Pick<StartN8nOptions, 'tarballs' | 'webhookUrl' | 'log'>> {
  return { tarballs: [await packNodes()], webhookUrl: 'https://n8n.test/', log: say };
}

/** Runs a command of package.json: an error is told, and makes it fail. */
export function runCommand(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
