import { median } from './quantile';
import { milliseconds, percent, table, type Section } from './results';
import { defectsOf, run, SHORT_CALLS, type Bench, type Run } from './run';

const CALLS = 600;
/** Ending TLS for more of them would be too much for the load's core. */
const TLS_CALLS = 400;
/** What a process takes up once is all there with so many, so that more of them show what each one takes. */
const FEW_CALLS = 100;

const forms = [
  { name: 'bridge', calls: CALLS, tls: false },
  { name: 'bridge', calls: TLS_CALLS, tls: true },
  { name: 'demo', calls: CALLS, tls: false },
  { name: 'pass-through', calls: CALLS, tls: false },
] as const;

/** What a call costs in memory while its audio comes in real time. */
export async function memory(bench: Bench): Promise<Section> {
  const rows: string[][] = [];
  const defects: string[] = [];
  for (const { name, calls: wanted, tls } of forms) {
    const calls = bench.short ? SHORT_CALLS : wanted;
    const few = bench.short ? SHORT_CALLS / 2 : FEW_CALLS;
    const runWith = (number: number): Promise<Run> =>
      run(bench, {
        relays: [{ name, calls: number }],
        warmUpMs: bench.short ? 300 : 8000,
        windowMs: bench.short ? 1000 : 3000,
        windows: bench.short ? 1 : 6,
        tls,
      });
    const small = await runWith(few);
    const large = await runWith(calls);
    const title = tls ? `${name}, TLS to Vapi` : name;
    const further = (taken(large) - taken(small)) / (calls - few) / 1024;
    rows.push([title, `${calls}`, ...figures(large, calls), further.toFixed(0)]);
    const found = [...defectsOf(small.results), ...defectsOf(large.results)];
    defects.push(...found.map((defect) => `${title}: ${defect}`));
  }
  return {
    name: 'memory',
    title: 'Memory for a call',
    text: [
      'Growth of resident memory from before the first call, divided by the calls, while all of them talk and are echoed in real time; what a process takes up once is in it. The last column is without that: what another run with fewer calls took is subtracted. One relay at a time.',
      table(
        [
          'relay',
          'calls',
          'KiB a call',
          'highest',
          'idle, MiB',
          'with the calls, MiB',
          'core of the relay',
          'core of the load',
          'round trip p99, ms',
          `KiB for each call above ${bench.short ? SHORT_CALLS / 2 : FEW_CALLS}`,
        ],
        rows,
      ),
      'With TLS the load’s core has to end it as well. Where a core is full, audio piles up, and memory with it.',
    ].join('\n\n'),
    defects,
  };
}

/** Resident memory while all talk, in bytes. */
function taken({ stretches }: Pick<Run, 'stretches'>): number {
  return median(stretches.map((stretch) => stretch.memory[0] ?? NaN));
}

function figures({ stretches, idleMemory }: Run, calls: number): string[] {
  const idle = idleMemory[0] ?? NaN;
  const perCall = stretches.map((stretch) => ((stretch.memory[0] ?? NaN) - idle) / calls / 1024);
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  return [
    `**${median(perCall).toFixed(0)}**`,
    Math.max(...perCall).toFixed(0),
    mebibytes(idle),
    mebibytes(taken({ stretches })),
    percent(median(stretches.map(({ relaysBusy }) => relaysBusy))),
    percent(median(stretches.map(({ loadBusy, foreign }) => loadBusy + foreign.load))),
    milliseconds(median(stretches.map(({ window }) => window.targets[0]?.roundTrip.p99 ?? NaN))),
  ];
}
