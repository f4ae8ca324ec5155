import { isDeepStrictEqual } from 'node:util';
import {
  expectedOutcome,
  failureRows,
  failureWorkflows,
  queueMode,
  regularMode,
  runRow,
  type FailureRow,
  testUrlMode,
  type Mode,
} from '../e2e/failureTable';
import { askTools, bearerCredential, check } from '../e2e/toolCallClient';
import { milliseconds, publish, table } from './measurements';
import { runCommand, withN8n, withQueuedN8n } from './n8nUnderTest';

const options = { credentials: [bearerCredential], workflows: failureWorkflows };

/** `npm run measure:failures`: the failure table in all modes, with the time that each answer took. */
async function main(): Promise<void> {
  const regular = await withN8n(options, async (n8n) => {
    await warmUp(regularMode(n8n));
    return [await column(regularMode(n8n)), await column(testUrlMode(n8n))];
  });
  const queued = await withQueuedN8n(options, async (n8n) => {
    await warmUp(queueMode(n8n, n8n.url));
    await warmUp(queueMode(n8n, n8n.webhookProcessUrl));
    return [await column(queueMode(n8n, n8n.url)), await column(queueMode(n8n, n8n.webhookProcessUrl))];
  });
  const columns = [...regular, ...queued];
  const head = ['', 'Vapi gets', 'regular', 'test URL', 'queue', 'queue, webhook process'];
  const rows = failureRows.map((row) => [
    row.name,
    describeAnswers(row),
    ...columns.map((cells) => cells.get(row.name) ?? '–'),
  ]);
  publish('failures', 'npm run measure:failures', table(head, rows));
}

/** The first Code node starts n8n's task runner. */
async function warmUp(mode: Mode): Promise<void> {
  for (let n = 0; n < 5; n++) await askTools(mode.url('tools'), [check({ say: 'hello' })]);
}

async function column(mode: Mode): Promise<Map<string, string>> {
  const cells = new Map<string, string>();
  for (const row of failureRows) {
    if (mode.queue === undefined ? row.queueOnly === true : row.regularOnly === true) continue;
    const outcome = await runRow(row, mode);
    const { ms, ...seen } = outcome;
    const holds = isDeepStrictEqual(seen, expectedOutcome(row));
    cells.set(row.name, holds ? `${milliseconds(ms)} ms` : `WRONG: ${JSON.stringify(seen)}`);
    if (!holds) process.exitCode = 1;
  }
  return cells;
}

/** In words, call by call. */
function describeAnswers({ answers }: FailureRow): string {
  const words = answers.map((answer) => ('result' in answer ? 'result' : 'fallback'));
  return [...new Set(words)].length === 1 && words.length > 1 ? `${words[0]} for each` : words.join(', ');
}

runCommand(main);
