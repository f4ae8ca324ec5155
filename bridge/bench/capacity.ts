import { median } from './quantile';
import type { RelayName } from './relays';
import { milliseconds, percent, table, type Section } from './results';
import { defectsOf, FOREIGN_LIMIT, run, SHORT_CALLS, type Bench } from './run';

/** A round trip that takes longer than this for one frame in a hundred: too many calls. */
const LIMIT_US = 20_000;
const STEP = 100;
const FINEST = 25;
/** Where the search begins, near the end of it on a machine like the first one this ran on. */
const guesses = { bridge: 800, demo: 800, 'pass-through': 1200 } as const;
type Searched = keyof typeof guesses;
const searched = Object.keys(guesses) as Searched[];
/** A point with too much foreign work on the relay's core is measured again, up to so many times in all. */
const ATTEMPTS = 3;
/** The search ends here. */
const MOST_CALLS = 2000;
/** From here on the load can't keep up, and what is late is late by it. */
const LOAD_LIMIT = 0.97;

interface Reached {
  calls: number;
  /** The load could do no more either: the relay might have. */
  atLeast: boolean;
}

interface Point {
  calls: number;
  p50: number;
  p99: number;
  /** The load was late by so much, at p99. */
  lateness: number;
  relaysBusy: number;
  loadBusy: number;
  foreign: number;
}

/**
 * How many calls one core can take while the round trip stays below 20 ms for 99 frames in 100. Searched for each
 * relay, in turns, so that slow minutes of the machine hit all of them.
 */
export async function capacity(bench: Bench): Promise<Section> {
  const rounds = bench.short ? 1 : 3;
  const points = new Map<Searched, Point[]>(searched.map((name) => [name, []]));
  const reached = new Map<Searched, Reached[]>(searched.map((name) => [name, []]));
  const defects: string[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const name of searched) {
      const start = reached.get(name)?.[0]?.calls ?? guesses[name];
      const measured = async (calls: number): Promise<Point> => {
        const point = await measure(bench, name, calls, defects);
        points.get(name)?.push(point);
        return point;
      };
      const found = bench.short ? reachedAt(await measured(SHORT_CALLS)) : await search(start, measured);
      reached.get(name)?.push(found);
    }
  }
  const direct = await measure(bench, 'direct', bench.short ? SHORT_CALLS : 600, defects);
  return {
    name: 'capacity',
    title: 'Calls on one core',
    text: [
      bench.short ? 'Short form: one point each, nothing searched.' : summary(reached),
      table(pointHead, [
        ...searched.flatMap((name) => pointRows(name, points.get(name) ?? [])),
        ...pointRows('direct', [direct]),
      ]),
      'Milliseconds are of the round trip, the load’s own lateness is not in it. `direct`: the load with itself, no relay.',
    ].join('\n\n'),
    defects,
  };
}

function summary(reached: ReadonlyMap<Searched, Reached[]>): string {
  const floor = reached.get('pass-through') ?? [];
  const rows = searched.map((name) => {
    const rounds = reached.get(name) ?? [];
    const numbers = rounds.map(({ calls, atLeast }) => (atLeast ? `at least ${calls}` : `${calls}`));
    const shares = rounds.map(({ calls }, round) => calls / (floor[round]?.calls ?? NaN));
    const calls = median(rounds.map((round) => round.calls));
    return [name, `**${Math.round(calls)}**`, numbers.join(', '), `**${percent(median(shares))}**`];
  });
  return [
    'Calls at which the round trip of 99 frames in 100 is 20 ms, interpolated between the nearest points.',
    table(['relay', 'calls', 'by round', 'share of the pass-through'], rows),
  ].join('\n\n');
}

const pointHead = [
  'relay',
  'calls',
  'p50, ms',
  'p99, ms',
  'load late p99, ms',
  'core of the relay',
  'core of the load',
  'others on the relay’s core',
];

/** One row for each number of calls, the median of its points. */
function pointRows(name: RelayName, points: readonly Point[]): string[][] {
  const numbers = [...new Set(points.map(({ calls }) => calls))].sort((a, b) => a - b);
  return numbers.map((calls) => {
    const same = points.filter((point) => point.calls === calls);
    const of = (key: keyof Point): number => median(same.map((point) => point[key]));
    return [
      name,
      `${calls}`,
      milliseconds(of('p50')),
      milliseconds(of('p99')),
      milliseconds(of('lateness')),
      percent(of('relaysBusy')),
      percent(of('loadBusy')),
      percent(of('foreign')),
    ];
  });
}

/** Steps up or down to the two points that have the limit between them, then halves that stretch. */
async function search(start: number, measured: (calls: number) => Promise<Point>): Promise<Reached> {
  let good: Point | undefined;
  let bad: Point | undefined;
  for (
    let calls = Math.round(start / STEP) * STEP;
    (!good || !bad) && calls > 0 && calls <= MOST_CALLS;
    calls += bad ? -STEP : STEP
  ) {
    const point = await measured(calls);
    if (point.p99 <= LIMIT_US) good = point;
    else bad = point;
  }
  if (!good) return { calls: 0, atLeast: false };
  while (bad && bad.calls - good.calls > FINEST) {
    const point = await measured((good.calls + bad.calls) / 2);
    if (point.p99 <= LIMIT_US) good = point;
    else bad = point;
  }
  if (!bad) return { ...reachedAt(good), atLeast: true };
  return { calls: Math.round(between(good, bad)), atLeast: bad.loadBusy > LOAD_LIMIT };
}

const reachedAt = ({ calls }: Point): Reached => ({ calls, atLeast: false });

/** Delay grows by factors near the limit, so it is interpolated in its logarithm. */
function between(good: Point, bad: Point): number {
  const share = Math.log(LIMIT_US / good.p99) / Math.log(bad.p99 / good.p99);
  return good.calls + share * (bad.calls - good.calls);
}

async function measure(bench: Bench, name: RelayName, calls: number, defects: string[]): Promise<Point> {
  let best: Point | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { stretches, results } = await run(bench, {
      relays: [{ name, calls }],
      warmUpMs: bench.short ? 1000 : 3000,
      windowMs: bench.short ? 1000 : 2000,
      windows: bench.short ? 2 : 3,
      env: { BRIDGE_PACING: 'off' },
    });
    // Beyond the limit calls may fail to be set up, and audio may be dropped: that is what a limit is.
    const of = (value: (stretch: (typeof stretches)[number]) => number | undefined): number =>
      median(stretches.map((stretch) => value(stretch) ?? 0));
    const point = {
      calls,
      p50: of(({ window }) => window.targets[0]?.roundTrip.p50),
      // The median of the stretches: one hiccup of the machine is not the relay's.
      p99: of(({ window }) => window.targets[0]?.roundTrip.p99),
      lateness: of(({ window }) => window.lateness.p99),
      relaysBusy: of((stretch) => stretch.relaysBusy),
      loadBusy: of((stretch) => stretch.loadBusy),
      foreign: of((stretch) => stretch.foreign.relays),
    };
    const found = defectsOf(results);
    if (point.p99 <= LIMIT_US) defects.push(...found.map((defect) => `${defect}, at ${calls} calls`));
    else if (found.length > 0) console.error(`  beyond the limit, at ${calls} calls: ${found.join('; ')}`);
    console.error(
      `  ${name} ${calls} calls: p99 ${milliseconds(point.p99)} ms, core ${percent(point.relaysBusy)}, foreign ${percent(point.foreign)}`,
    );
    if (!best || point.foreign < best.foreign) best = point;
    if (best.foreign <= FOREIGN_LIMIT) break;
  }
  return best as Point;
}
