// `npm run soak -w bridge`: 20,000 short calls through the real process at 60 a second, some six minutes. `-- --calls
// 5000` makes fewer, `-- --per-second 500` faster ones. It ends with code 1 when a call fails, something is left open, or resident memory has grown by more than
// 5 % between the calls after the warm-up and the last ones.
import { parseArgs } from 'node:util';
import { BridgeChild } from '../faults/bridgeUnderTest';
import { Stage } from '../faults/stage';
import { mib, printTable } from '../faults/table';
import { soak } from './soak';

const TOGETHER = 30;
/**
 * So many until V8 has found the size of its heap: it lets it grow from 145 to 175 MiB of resident memory within the
 * first 6,000 calls, although what is in use stays at 27 MiB, and keeps it there from then on.
 */
const WARM_UP_CALLS = 6000;
/** Share of the calls whose samples make one row. */
const ROWS = 9;
const GROWTH_LIMIT = 1.05;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      calls: { type: 'string', default: '20000' },
      'per-second': { type: 'string', default: '60' },
    },
  });
  const perSecond = Number(values['per-second']);
  const calls = Math.max(Number(values.calls), 2 * WARM_UP_CALLS);
  const stage = await Stage.start({
    launch: (env) => BridgeChild.start(env),
    witnesses: 0,
  });
  const child = stage.bridge as BridgeChild;
  const begun = performance.now();
  let over = 0;
  /** Resident bytes by the row they belong to; row 0 is the warm-up. */
  const samples: number[][] = Array.from({ length: ROWS + 1 }, () => []);
  const rowOf = (call: number): number =>
    call < WARM_UP_CALLS ? 0 : 1 + Math.floor(((call - WARM_UP_CALLS) / (calls - WARM_UP_CALLS + 1)) * ROWS);
  const sampler = setInterval(() => samples[rowOf(over)]?.push(child.residentBytes()), 200);
  let used: number | undefined;
  let failed = false;
  try {
    await soak(stage, {
      calls: WARM_UP_CALLS,
      together: TOGETHER,
      perSecond,
      onDone: (count) => (over = count),
    });
    await stage.idle();
    ({ used } = await child.memory());
    await soak(stage, {
      calls: calls - WARM_UP_CALLS,
      together: TOGETHER,
      perSecond,
      onDone: (count) => (over = WARM_UP_CALLS + count),
    });
    await stage.idle();
    console.log(
      `in use, garbage collected: ${mib(used)} MiB after the warm-up, ${mib((await child.memory()).used)} now`,
    );
  } catch (error) {
    failed = true;
    console.log(`FAILED after ${over} calls: ${error instanceof Error ? error.message : String(error)}`);
    console.log(child.lastLines());
  } finally {
    clearInterval(sampler);
    await stage.stop();
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  printTable(
    ['calls', 'RSS MiB (median)', 'samples'],
    samples.map((row, index) => [
      index === 0 ? 'warm-up' : `part ${index} of ${ROWS}`,
      mib(median(row)),
      row.length,
    ]),
  );
  const growth = median(samples[ROWS] ?? []) / median(samples[1] ?? []);
  console.log(`\n${over} calls in ${seconds} s, RSS x ${growth.toFixed(3)} from part 1 to part ${ROWS}`);
  process.exitCode = !failed && growth <= GROWTH_LIMIT ? 0 : 1;
}

void main();
