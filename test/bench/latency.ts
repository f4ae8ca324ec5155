import { askTools, bearerCredential, book } from '../e2e/toolCallClient';
import { deadlineHead, deadlineRow } from './deadlines';
import { headerCredential, latencyWorkflows, plain, withSet, type Rivals } from './latencyWorkflows';
import { milliseconds, publish, table } from './measurements';
import { engines, runCommand, withN8n, withQueuedN8n } from './n8nUnderTest';
import { quantile, median, randomNumbers, ratioOfMedians, type Pair } from './statistics';

const options = { credentials: [bearerCredential, headerCredential], workflows: latencyWorkflows };
const COMMAND = 'npm run bench:latency';
const PAIRS = 200;
const WARM_UP_PAIRS = 30;

/**
 * `npm run bench:latency`: our trigger and respond node against n8n's own, and how late the deadline answers;
 * `-- --deadline` the latter alone.
 */
async function main(): Promise<void> {
  const compares = !process.argv.includes('--deadline');
  const latency: string[][] = [];
  const deadline: string[][] = [];
  for (const { engine, env } of engines.filter(({ engine: name }) => compares || name === 'vm')) {
    await withN8n({ ...options, env }, async (n8n) => {
      if (compares) latency.push(...(await compareAll(['regular', engine], n8n.url)));
      if (engine === 'vm') deadline.push(await deadlineRow('regular', n8n, n8n.url));
    });
  }
  await withQueuedN8n(options, async (n8n) => {
    if (compares) latency.push(...(await compareAll(['queue', 'vm'], n8n.url)));
    deadline.push(await deadlineRow('queue', n8n, n8n.url));
    deadline.push(await deadlineRow('queue, webhook process', n8n, n8n.webhookProcessUrl));
    await n8n.stopWorkers();
    // The executions are read when a worker has run them.
    deadline.push(await deadlineRow('queue, no worker', n8n, n8n.url, () => n8n.startWorker()));
  });
  if (compares) publish('latency', COMMAND, table(latencyHead, latency));
  publish('deadline', compares ? COMMAND : `${COMMAND} -- --deadline`, table(deadlineHead, deadline));
}

const latencyHead = [
  ...['mode', 'expressions', 'node between', 'at once', 'pairs'],
  ...['ours, median', 'p95', "n8n's own, median", 'p95', 'ratio of medians', '95 % range'],
];

async function compareAll(labels: string[], base: string): Promise<string[][]> {
  const rows: Array<[string, number, Rivals]> = [
    ['none', 1, plain],
    ['Edit Fields', 1, withSet],
    ['none', 4, plain],
  ];
  const measured: string[][] = [];
  for (const [between, atOnce, rivals] of rows) {
    await measurePairs(base, rivals, WARM_UP_PAIRS, 1);
    const figures = describePairs(await measurePairs(base, rivals, PAIRS, atOnce));
    measured.push([...labels, between, String(atOnce), ...figures]);
  }
  return measured;
}

function describePairs(pairs: Pair[]): string[] {
  const { ratio, low, high } = ratioOfMedians(pairs);
  const times = [pairs.map(([ours]) => ours), pairs.map(([, builtIn]) => builtIn)].flatMap((ms) => [
    `${milliseconds(median(ms))} ms`,
    `${milliseconds(quantile(ms, 0.95))} ms`,
  ]);
  return [String(pairs.length), ...times, ratio.toFixed(3), `${low.toFixed(3)} to ${high.toFixed(3)}`];
}

/** Each of `atOnce` clients asks both rivals in turn, in random order, until all pairs are there. */
async function measurePairs(base: string, rivals: Rivals, count: number, atOnce: number): Promise<Pair[]> {
  const random = randomNumbers(count + atOnce);
  const pairs: Pair[] = [];
  let started = 0;
  const client = async (): Promise<void> => {
    while (started++ < count) {
      const oursFirst = random() < 0.5;
      const first = await measure(base, oursFirst ? rivals.ours : rivals.builtIn);
      const second = await measure(base, oursFirst ? rivals.builtIn : rivals.ours);
      pairs.push(oursFirst ? [first, second] : [second, first]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return pairs;
}

/** @throws AssertionError unless the answer is the one that both rivals must give */
async function measure(base: string, path: string): Promise<number> {
  const began = performance.now();
  const [answer] = await askTools(`${base}/webhook/${path}`, [book({ say: 'Ada' })]);
  const ms = performance.now() - began;
  if (JSON.stringify(answer) !== '{"result":"Booked as call_book"}') {
    throw new Error(
      `${path} answered ${JSON.stringify(answer)}. Fix: look at the workflow in latencyWorkflows.ts.`,
    );
  }
  return ms;
}

runCommand(main);
