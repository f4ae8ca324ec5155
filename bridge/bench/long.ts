import { median } from './quantile';
import { milliseconds, percent, table, type Section } from './results';
import { defectsOf, run, SHORT_CALLS, type Bench, type Stretch } from './run';

const CALLS = 400;
const MINUTES = 10;
const MINUTE_MS = 60_000;
/**
 * As people and assistants do. What the machine has held up for longer than the lead is late from then on, since speech
 * is never cut; the bridge makes up for it in the pauses.
 */
const PAUSES = { everyMs: 8000, forMs: 2000 };

/** Whether the bridge's delay grows while calls go on for minutes. */
export async function long(bench: Bench): Promise<Section> {
  const calls = bench.calls ?? (bench.short ? SHORT_CALLS : CALLS);
  const minutes = bench.minutes ?? (bench.short ? 2 : MINUTES);
  const rows: string[][] = [];
  const { stretches, results } = await run(bench, {
    relays: [{ name: 'bridge', calls }],
    warmUpMs: bench.short ? 500 : 10_000,
    windowMs: bench.short ? 1000 : MINUTE_MS,
    windows: minutes,
    pauses: PAUSES,
    onStretch: (stretch) => {
      const row = rowOf(rows.length + 1, stretch);
      rows.push(row);
      console.error(`  minute ${row.join(', ')}`);
    },
  });
  const half = Math.ceil(stretches.length / 2);
  const parts = [stretches.slice(0, half), stretches.slice(-half)];
  const compared = (of: (stretch: Stretch) => number): string =>
    parts.map((part) => milliseconds(median(part.map(of)))).join(' and ');
  return {
    name: 'long',
    title: 'Delay over minutes',
    text: [
      `Bridge, ${calls} calls that talk and are echoed for ${minutes} minutes, with a pause of ${PAUSES.forMs / 1000} s in every ${PAUSES.everyMs / 1000}. Round trip in the first and in the second half, in ms: p50 ${compared(p50)}, p99 ${compared(p99)}.`,
      table(
        [
          'minute',
          'p50, ms',
          'p99, ms',
          'highest, ms',
          'memory, MiB',
          'core of the relay',
          'others on it',
          'load late p99, ms',
        ],
        rows,
      ),
    ].join('\n\n'),
    defects: defectsOf(results),
  };
}

const p50 = ({ window }: Stretch): number => window.targets[0]?.roundTrip.p50 ?? NaN;
const p99 = ({ window }: Stretch): number => window.targets[0]?.roundTrip.p99 ?? NaN;

function rowOf(minute: number, stretch: Stretch): string[] {
  return [
    `${minute}`,
    milliseconds(p50(stretch)),
    milliseconds(p99(stretch)),
    milliseconds(stretch.window.targets[0]?.roundTrip.max ?? NaN),
    ((stretch.memory[0] ?? NaN) / 2 ** 20).toFixed(0),
    percent(stretch.relaysBusy),
    percent(stretch.foreign.relays),
    milliseconds(stretch.window.lateness.p99),
  ];
}
