// `npm run faults -w bridge`: every fault at 50 live calls against the real process, ten other calls looking on; some
// four minutes. `-- --calls 10` takes fewer, `-- --only carrier` those faults whose names contain it.
// It ends with code 1 when a caller was left in silence for more than 3 s, something was left open, memory did not come
// back, or another call was disturbed.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BridgeChild, type Memory } from './bridgeUnderTest';
import { faults, type Fault } from './faults';
import { killed, terminated } from './processFaults';
import { runFault, type FaultReport } from './runFault';
import { Stage } from './stage';
import { mib, printTable } from './table';

const SILENCE_LIMIT_MS = 3000;
const WITNESSES = 10;
/** So much more may be in use after a fault than before the first one, garbage collected. */
const USED_TOLERANCE = 4 * 1024 * 1024;
/**
 * The allocator keeps for the next time what a flood has taken, so resident memory does not fall again at once. But the
 * same fault a second time must find enough of it.
 */
const RSS_TOLERANCE = 1.1;
/** The same for all faults together. */
const RSS_GROWTH = 1.2;
/** The collector keeps pages that it has emptied for some seconds before it gives them back. */
const SETTLE_SECONDS = 10;
/** What waits for the witnesses, who talk all the time. */
const WITNESS_BLOCKS = 2 * WITNESSES;

interface Row extends FaultReport {
  /** Beyond what was in use before the first fault. */
  usedGrowth: number | undefined;
  rss: number | undefined;
}

const healthy: Fault = {
  ...{ name: 'none', live: true, outcome: 'goes on', withinMs: 20_000, callerThere: true },
};

/** Memory in use once the process has given back what it gives back, as far as can be seen within ten seconds. */
async function settledMemory(stage: Stage): Promise<Memory | undefined> {
  let memory = await stage.bridge.memory();
  for (let second = 0; second < SETTLE_SECONDS; second += 1) {
    await sleep(1000);
    const next = await stage.bridge.memory();
    const isFalling = next && memory && next.rss < memory.rss;
    memory = next;
    // It falls at once, or after a few seconds.
    if (!isFalling && second >= 3) break;
  }
  return memory;
}

async function runGroup(group: readonly Fault[], calls: number): Promise<Row[]> {
  const environment = group[0]?.environment ?? {};
  const stage = await Stage.start({
    launch: (env) => BridgeChild.start(env),
    environment,
    witnesses: WITNESSES,
  });
  const rows: Row[] = [];
  try {
    // What a process needs once is no leak: code is compiled, pools and tables are filled.
    for (const fault of [healthy, ...group.filter(({ isHeavy }) => isHeavy), healthy, healthy]) {
      await runFault(stage, fault, calls);
      await stage.idle();
    }
    const before = await settledMemory(stage);
    for (const fault of [healthy, ...group]) {
      const row: Row = { ...(await runFault(stage, fault, calls)), usedGrowth: undefined, rss: undefined };
      rows.push(row);
      row.problems.push(...(await stage.witnessProblems()));
      await stage.idle().catch((error: unknown) => row.problems.push(String(error)));
      const once = fault.isHeavy ? await settledMemory(stage) : undefined;
      if (once) {
        row.problems.push(...(await runFault(stage, fault, calls)).problems);
        await stage.idle().catch((error: unknown) => row.problems.push(String(error)));
      }
      const after = once ? await settledMemory(stage) : await stage.bridge.memory();
      const rssRatio = once && after ? after.rss / once.rss : 1;
      if (rssRatio > RSS_TOLERANCE) row.problems.push(`RSS x ${rssRatio.toFixed(2)} at the second time`);
      row.usedGrowth = (after?.used ?? 0) - (before?.used ?? 0);
      row.rss = after?.rss;
      if (row.usedGrowth > USED_TOLERANCE)
        row.problems.push(`${mib(row.usedGrowth)} MiB more in use than before`);
      if (after && after.blocks > WITNESS_BLOCKS)
        row.problems.push(`${after.blocks} blocks of audio not given back`);
      show(row);
    }
    await stage.release();
    const last = await settledMemory(stage);
    if (last && last.blocks > 0) throw new Error(`${last.blocks} blocks of audio were never given back`);
    const growth = last && before ? last.rss / before.rss : 1;
    if (growth > RSS_GROWTH) throw new Error(`RSS x ${growth.toFixed(2)} from the first fault to the last`);
  } finally {
    await stage.stop();
  }
  return rows;
}

function show(row: Row): void {
  if (row.silenceMs !== undefined && row.silenceMs > SILENCE_LIMIT_MS) {
    row.problems.push(`a caller was in silence for ${row.silenceMs} ms`);
  }
  console.log(`${row.problems.length === 0 ? 'ok  ' : 'FAIL'} ${row.fault} (${row.seconds.toFixed(1)} s)`);
  for (const problem of row.problems) console.log(`       ${problem}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { calls: { type: 'string', default: '50' }, only: { type: 'string', default: '' } },
  });
  const calls = Number(values.calls);
  const chosen = faults.filter(({ name }) => name.includes(values.only));
  const rows: Row[] = [];
  for (const group of [chosen.filter((one) => !one.environment), chosen.filter((one) => one.environment)]) {
    if (group.length > 0) rows.push(...(await runGroup(group, calls)));
  }
  if ('process'.includes(values.only)) {
    for (const run of [terminated, killed]) {
      const report = await run((env) => BridgeChild.start(env), calls);
      const row = { ...report, usedGrowth: undefined, rss: undefined };
      show(row);
      rows.push(row);
    }
  }
  console.log();
  printTable(
    ['fault', 'calls', 'longest silence ms', 'in use MiB more', 'RSS MiB', 'result'],
    rows.map((row) => [
      row.fault,
      row.calls,
      row.silenceMs ?? '-',
      row.usedGrowth === undefined ? '-' : mib(row.usedGrowth),
      row.rss === undefined ? '-' : mib(row.rss),
      row.problems.length === 0 ? 'ok' : 'FAILED',
    ]),
  );
  const failed = rows.filter(({ problems }) => problems.length > 0);
  console.log(`\n${rows.length - failed.length} of ${rows.length} as they should be`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

void main();
