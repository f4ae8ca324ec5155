import { median, range } from './quantile';
import { percent, table, type Section } from './results';
import { defectsOf, FOREIGN_LIMIT, run, SHORT_CALLS, type Bench } from './run';

const CALLS = 200;
const relays = ['bridge', 'bridge, recording'] as const;

/** What recording adds: two bridges at the same time on the same core, one of which records all its calls. */
export async function recording(bench: Bench): Promise<Section> {
  const { stretches: all, results } = await run(bench, {
    relays: relays.map((name) => ({ name, calls: bench.short ? SHORT_CALLS : CALLS })),
    warmUpMs: bench.short ? 1000 : 8000,
    windowMs: bench.short ? 1000 : 5000,
    windows: bench.short ? 2 : 12,
  });
  const quiet = all.filter(({ foreign }) => foreign.relays <= FOREIGN_LIMIT);
  const stretches = quiet.length > 0 ? quiet : all;
  const perPair = (index: number): number[] =>
    stretches.map(({ cpuUs, window }) => (cpuUs[index] ?? 0) / (window.targets[index]?.returned ?? 1));
  const [without, recorded] = [perPair(0), perPair(1)];
  // Paired: both of a ratio come from the same seconds.
  const ratios = recorded.map((value, index) => value / (without[index] ?? 1));
  const row = (name: string, values: readonly number[], ratio: readonly number[]): string[] => [
    name,
    range(values, 1),
    range(ratio, 2),
  ];
  const calls = results[0]?.calls ?? 0;
  return {
    name: 'recording',
    title: 'What recording costs',
    text: [
      `Two bridges with ${calls} calls each, together on one core; ${all.length} stretches. One records all calls to disk (\`BRIDGE_RECORD=on\`). CPU for a pair of frames, of all threads: median (lowest to highest).`,
      table(
        ['relay', 'us per pair', 'times the one that does not record'],
        [row(relays[0], without, [1]), row(relays[1], recorded, ratios)],
      ),
      `Core of the relays: ${percent(median(stretches.map((each) => each.relaysBusy)))} busy with them. Stretches in which more than ${percent(FOREIGN_LIMIT)} of it were busy with anything else don’t count: ${all.length - quiet.length} of ${all.length}.`,
    ].join('\n\n'),
    defects: defectsOf(results),
  };
}
