// `npm run fuzz -w bridge`: a million damaged frames and messages through each protocol module, then ten thousand
// through the sockets of live calls of the real process; some minutes. `-- --messages 50000`, `-- --frames 1000` take
// fewer, `-- --seed 5` repeats a run. It ends with code 1 when anything was thrown, memory grew, something was left
// open, or another call was disturbed.
import { parseArgs } from 'node:util';
import { BridgeChild } from '../faults/bridgeUnderTest';
import { Stage } from '../faults/stage';
import { mib, printTable } from '../faults/table';
import { fuzzFrames } from './frames';
import { fuzzSockets } from './sockets';
import { fuzzTwilio } from './twilio';
import { fuzzVapi } from './vapi';

/** Memory in use may be so much more after a million messages; one byte each would be a quarter of it. */
const TOLERANCE = 4 * 1024 * 1024;
const WITNESSES = 10;

interface Row {
  what: string;
  count: number;
  seconds: number;
  usedGrowth: number;
  found: string;
  problem: string | undefined;
}

function inUse(): number {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const describe = (found: object): string =>
  Object.entries(found)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

function fuzzModule(what: string, count: number, fuzz: (count: number) => object): Row {
  fuzz(Math.min(count, 20_000));
  const [begun, before] = [performance.now(), inUse()];
  let found = '';
  let problem: string | undefined;
  try {
    found = describe(fuzz(count));
  } catch (error) {
    problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const usedGrowth = inUse() - before;
  if (usedGrowth > TOLERANCE) problem ??= `${mib(usedGrowth)} MiB more in use`;
  return { what, count, seconds: (performance.now() - begun) / 1000, usedGrowth, found, problem };
}

async function fuzzLive(count: number, seed: number): Promise<Row> {
  const stage = await Stage.start({ launch: (env) => BridgeChild.start(env), witnesses: WITNESSES });
  const begun = performance.now();
  let found = '';
  let problem: string | undefined;
  let usedGrowth = 0;
  try {
    // What a process needs once is no leak.
    await fuzzSockets(stage, Math.min(count, 2000), seed + 1);
    await stage.idle();
    const before = await stage.bridge.memory();
    found = describe(await fuzzSockets(stage, count, seed));
    await stage.idle();
    problem = (await stage.witnessProblems())[0];
    const after = await stage.bridge.memory();
    usedGrowth = (after?.used ?? 0) - (before?.used ?? 0);
    if (usedGrowth > TOLERANCE) problem ??= `${mib(usedGrowth)} MiB more in use`;
    found += `, RSS ${mib(before?.rss ?? 0)} -> ${mib(after?.rss ?? 0)} MiB`;
    await stage.release();
  } catch (error) {
    problem = `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${stage.bridge.lastLines()}`;
  } finally {
    await stage.stop();
  }
  const seconds = (performance.now() - begun) / 1000;
  return { what: 'live sockets', count, seconds, usedGrowth, found, problem };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000000' },
      frames: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    },
  });
  const [messages, seed] = [Number(values.messages), Number(values.seed)];
  console.log(`seed ${seed}`);
  const rows = [
    fuzzModule('sockets/frames', messages, (count) => fuzzFrames(count, seed)),
    fuzzModule('carriers/twilio/protocol', messages, (count) => fuzzTwilio(count, seed)),
    fuzzModule('vapi/messages', messages, (count) => fuzzVapi(count, seed)),
    await fuzzLive(Number(values.frames), seed),
  ];
  printTable(
    ['through', 'frames', 's', 'in use MiB more', 'result', 'found'],
    rows.map((row) => [
      row.what,
      row.count,
      Math.round(row.seconds),
      mib(row.usedGrowth),
      row.problem === undefined ? 'ok' : 'FAILED',
      row.found,
    ]),
  );
  for (const { what, problem } of rows) if (problem !== undefined) console.log(`\n${what}: ${problem}`);
  process.exitCode = rows.some(({ problem }) => problem !== undefined) ? 1 : 0;
}

void main();
