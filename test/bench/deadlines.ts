import { outputsOf } from '../e2e/harness/executions';
import type { N8n } from '../e2e/harness/n8n';
import { openLoop } from '../e2e/harness/openLoop';
import { poll } from '../e2e/harness/poll';
import { askTools, book } from '../e2e/toolCallClient';
import { waiting } from './latencyWorkflows';
import { milliseconds } from './measurements';
import { quantile } from './statistics';

const LATE_REQUESTS = 40;
const A_SECOND = 5;

export const deadlineHead = [
  ...['mode', 'requests', 'lateness as Vapi sees it: median', 'p95', 'max'],
  ...['before the trigger: median', 'max', 'after the deadline: median', 'p95', 'max'],
];

/** Lateness of answers that only the deadline gives, split by the times that the trigger put on its items. */
export async function deadlineRow(
  mode: string,
  n8n: N8n,
  base: string,
  finish?: () => Promise<void>,
): Promise<string[]> {
  const prefix = mode.replace(/\W+/g, '-');
  const sent = await openLoop(LATE_REQUESTS, A_SECOND, async (n) => {
    const sentAt = Date.now();
    await askTools(`${base}/webhook/${waiting.path}`, [{ ...book({ say: 'late' }), id: `${prefix}-${n}` }]);
    return { id: `${prefix}-${n}`, sentAt, answeredAt: Date.now() };
  });
  await finish?.();
  const deadlines = await deadlinesOf(
    n8n,
    sent.map(({ outcome }) => outcome.id),
  );
  const before: number[] = [];
  const after: number[] = [];
  for (const { outcome } of sent) {
    const deadlineAt = deadlines.get(outcome.id) ?? NaN;
    before.push(deadlineAt - waiting.deadlineSeconds * 1_000 - outcome.sentAt);
    after.push(outcome.answeredAt - deadlineAt);
  }
  const total = before.map((ms, index) => ms + (after[index] ?? NaN));
  const show = (values: number[], ...shares: number[]): string[] =>
    shares.map((share) => `${milliseconds(quantile(values, share))} ms`);
  return [
    ...[mode, String(sent.length)],
    ...show(total, 0.5, 0.95, 1),
    ...show(before, 0.5, 1),
    ...show(after, 0.5, 0.95, 1),
  ];
}

/** When the deadline of each call was, in milliseconds since 1970; waits until n8n has run all of them. */
async function deadlinesOf(n8n: N8n, ids: string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const read = new Set<string>();
  return await poll(
    'the executions that the deadline answered',
    { timeoutMs: 120_000, intervalMs: 500 },
    async () => {
      for (const { id } of await n8n.rest.executions({ workflowId: waiting.path, status: 'success' })) {
        if (read.has(id)) continue;
        read.add(id);
        const json = outputsOf(await n8n.rest.execution(id), 'Tools')[0]?.[0]?.json;
        if (json !== undefined) found.set(String(json.toolCallId), Date.parse(String(json.deadlineAt)));
      }
      return ids.every((id) => found.has(id)) ? found : undefined;
    },
  );
}
