import { openLoop } from '../e2e/harness/openLoop';
import { askTools, bearerCredential, book } from '../e2e/toolCallClient';
import { headerCredential, latencyWorkflows, withSet } from './latencyWorkflows';
import { milliseconds, publish, table } from './measurements';
import { runCommand, withN8n } from './n8nUnderTest';
import { quantile } from './statistics';

const COUNT = 500;
/** What a caller would wait for: the deadline that the Vapi Tool Trigger has unless the builder says otherwise. */
const IN_TIME_MS = 15_000;
const options = { credentials: [bearerCredential, headerCredential], workflows: latencyWorkflows };

/**
 * `npm run bench:rivals`: the same load on our nodes and on n8n's own, each in an n8n of its own with the default
 * engine of expressions. Shows how much of what `bench:load` finds is n8n's part.
 */
async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const perSecond of [10, 20, 50]) {
    for (const [name, path] of [
      ['ours', withSet.ours],
      ["n8n's own", withSet.builtIn],
    ] as const) {
      rows.push(await withN8n(options, (n8n) => measure(name, `${n8n.url}/webhook/${path}`, perSecond)));
    }
  }
  const head = ['nodes', 'a second', 'calls', 'own answer in 15 s', 'p50', 'p95', 'max'];
  publish('rivals', 'npm run bench:rivals', table(head, rows));
}

async function measure(name: string, url: string, perSecond: number): Promise<string[]> {
  const ask = async (id: string): Promise<boolean> => {
    const [answer] = await askTools(url, [{ ...book({ say: 'Ada' }), id }]).catch(() => []);
    return JSON.stringify(answer) === JSON.stringify({ result: `Booked as ${id}` });
  };
  for (let n = 0; n < 50; n++) await ask('warm-up');
  const sent = await openLoop(COUNT, perSecond, (n) => ask(`call_${n}`));
  const inTime = sent.filter(({ outcome, ms }) => outcome && ms <= IN_TIME_MS).length;
  const ms = sent.map((one) => one.ms);
  const times = [0.5, 0.95, 1].map((share) => `${milliseconds(quantile(ms, share))} ms`);
  return [name, String(perSecond), String(COUNT), String(inTime), ...times];
}

runCommand(main);
