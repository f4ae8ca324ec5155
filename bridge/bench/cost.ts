import { median, range } from './quantile';
import { defectsOf, FOREIGN_LIMIT, run, SHORT_CALLS, type Bench, type Run } from './run';
import { percent, table, type Section } from './results';

const CALLS = 200;
const relays = ['bridge', 'demo', 'pass-through'] as const;

/**
 * CPU time for a pair of frames, one each way. The three relays work at the same time on the same core, each with as
 * many calls, so that whatever else the machine does hits them alike: the ratios are what counts.
 */
export async function cost(bench: Bench): Promise<Section> {
  const repeats = bench.short ? 1 : 3;
  const runs: Run[] = [];
  for (let n = 0; n < repeats; n++) {
    runs.push(
      await run(bench, {
        relays: relays.map((name) => ({ name, calls: bench.short ? SHORT_CALLS : CALLS })),
        warmUpMs: bench.short ? 2000 : 6000,
        windowMs: bench.short ? 2000 : 5000,
        windows: bench.short ? 2 : 6,
      }),
    );
  }
  const all = runs.flatMap((each) => each.stretches);
  const quiet = all.filter(({ foreign }) => foreign.relays <= FOREIGN_LIMIT);
  const stretches = quiet.length > 0 ? quiet : all;
  const perPair = stretches.map(({ cpuUs, window }) =>
    window.targets.map(({ returned }, index) => (cpuUs[index] ?? 0) / returned),
  );
  const floor = relays.indexOf('pass-through');
  const rows = relays.map((name, index) => {
    const us = perPair.map((values) => values[index] ?? 0);
    // Paired: both of a ratio come from the same seconds.
    const ratios = perPair.map((values) => (values[index] ?? 0) / (values[floor] ?? 1));
    const above = perPair.map((values) => (values[index] ?? 0) - (values[floor] ?? 0));
    return [name, range(us, 1), range(ratios, 2), median(above).toFixed(1)];
  });
  const calls = runs[0]?.results[0]?.calls ?? 0;
  const foreign = Math.max(...stretches.map((each) => each.foreign.relays));
  return {
    name: 'cost',
    title: 'CPU for a pair of frames',
    text: [
      `Three relays with ${calls} calls each, together on one core; ${repeats} runs of ${all.length / repeats} stretches. Median (lowest to highest).`,
      table(['relay', 'us per pair', 'times the pass-through', 'us above it'], rows),
      `Core of the relays: ${percent(median(stretches.map((each) => each.relaysBusy)))} busy with them, at most ${percent(foreign)} with anything else. Stretches in which that was more than ${percent(FOREIGN_LIMIT)} don’t count: ${all.length - quiet.length} of ${all.length}${quiet.length > 0 ? '' : ', but here, where all were'}.`,
    ].join('\n\n'),
    defects: runs.flatMap(({ results }) => defectsOf(results)),
  };
}
