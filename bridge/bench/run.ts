import { setTimeout as sleep } from 'node:timers/promises';
import { Load, type Opened, type Pauses, type ResultOf, type Speech, type Window } from './load';
import { cpuTimeOf, idleTimeOf, LOAD_CORE, RELAY_CORE, residentMemoryOf } from './machine';
import { kindOf, startRelay, type Relay, type RelayName } from './relays';
import { startTlsEnd, type TlsEnd } from './tlsEnd';

/** With more of the relays' core than this in other hands, figures say little. */
export const FOREIGN_LIMIT = 0.08;
/**
 * Calls in the short form: so few that a slow machine takes them, too. What it can't pass on in time is dropped on
 * purpose, and would count as lost.
 */
export const SHORT_CALLS = 10;
/** What Vapi has sent ahead is played out at the end. */
const SPEECH_DRAIN_MS = 10_000;

/** What a run is made with, the same for all of one benchmark. */
export interface Bench {
  /** For logs and compiled programs. */
  folder: string;
  loadProgram: string;
  /** The bridge's program. */
  bridgeMain: string;
  /** The form for CI: everything once and briefly. */
  short: boolean;
  /** What the command asks for; each part has its own numbers otherwise. */
  calls: number | undefined;
  minutes: number | undefined;
}

export interface RunOptions {
  relays: readonly { name: RelayName; calls: number }[];
  /** Of talking before anything is measured: the first seconds are compilation. */
  warmUpMs: number;
  windowMs: number;
  windows: number;
  /** Variables of the bridge that differ from its defaults. */
  env?: Readonly<Record<string, string>>;
  /** Whether the bridge reaches Vapi over TLS. */
  tls?: boolean;
  /** What Vapi does instead of echoing. */
  speech?: Speech;
  /** When the callers are silent; never unless given. */
  pauses?: Pauses;
  /** Called at each stretch's end. */
  onStretch?: (stretch: Stretch) => void;
}

/** One stretch of a run, and what it took. */
export interface Stretch {
  window: Window;
  /** CPU time of each relay, in us, in their order; 0 for `direct`. */
  cpuUs: number[];
  /** Resident memory of each relay at its end, in bytes. */
  memory: number[];
  /** Share of each core's time that went to anything but the relays and the load: programs, kernel, other guests. */
  foreign: { relays: number; load: number };
  /** Share of its core that the load used. */
  loadBusy: number;
  relaysBusy: number;
}

export interface Run {
  opened: Opened;
  stretches: Stretch[];
  results: ResultOf[];
  /** Resident memory before the first call. */
  idleMemory: number[];
}

/** Starts the relays and the load, measures while all calls talk at the same time, and stops everything. */
export async function run(bench: Bench, options: RunOptions): Promise<Run> {
  const targets = options.relays.map(({ name, calls }) => ({ name, calls, kind: kindOf[name] }));
  const { load, ports } = await Load.start(
    bench.loadProgram,
    targets,
    options.speech ? SPEECH_DRAIN_MS : undefined,
  );
  const relays: Relay[] = [];
  const tlsEnds: TlsEnd[] = [];
  try {
    for (const [index, { name }] of options.relays.entries()) {
      const portBehind = ports[index] as number;
      const tlsEnd = options.tls ? await startTlsEnd(bench.folder, portBehind) : undefined;
      if (tlsEnd) {
        tlsEnds.push(tlsEnd);
        load.joinOverTls(index, tlsEnd.port);
      }
      const env = { ...options.env, ...tlsEnd?.env };
      const relay = await startRelay(name, { ...bench, portBehind, env });
      relays.push(relay);
      load.relayListens(index, relay.port);
      if (options.speech) load.speak(index, options.speech);
      if (options.pauses) load.pause(index, options.pauses);
    }
    const idleMemory = relays.map(memoryOf);
    const opened = await load.open();
    await sleep(options.warmUpMs);
    const stretches: Stretch[] = [];
    load.begin();
    for (let n = 0; n < options.windows; n++) {
      const before = snapshot(relays, load);
      await sleep(options.windowMs);
      const window = await load.window();
      const measured = stretch(window, before, snapshot(relays, load), relays);
      stretches.push(measured);
      options.onStretch?.(measured);
    }
    return { opened, stretches, results: await load.finish(), idleMemory };
  } finally {
    await Promise.all(relays.map((relay) => relay.stop()));
    await Promise.all(tlsEnds.map((tlsEnd) => tlsEnd.stop()));
    await load.stop();
  }
}

/** Runs up to three times, until other programs leave both cores alone; once in the short form. */
export async function runUndisturbed(
  bench: Bench,
  options: RunOptions,
): Promise<{ quietest: Run; defects: string[] }> {
  const attempts = bench.short ? 1 : 3;
  const runs: Run[] = [];
  do runs.push(await run(bench, options));
  while (runs.length < attempts && disturbance(runs.at(-1)) > FOREIGN_LIMIT);
  const [quietest] = [...runs].sort((a, b) => disturbance(a) - disturbance(b));
  // A frame that was lost counts, whatever else went on.
  return { quietest: quietest as Run, defects: runs.flatMap(({ results }) => defectsOf(results)) };
}

function disturbance(measured: Run | undefined): number {
  const shares = measured?.stretches.map(({ foreign }) => Math.max(foreign.relays, foreign.load)) ?? [];
  return Math.max(0, ...shares);
}

interface Snapshot {
  at: number;
  relays: number[];
  load: number;
  idle: { relays: number; load: number };
}

function snapshot(relays: readonly Relay[], load: Load): Snapshot {
  return {
    at: performance.now() * 1e6,
    relays: relays.map(({ pid }) => (pid === undefined ? 0 : cpuTimeOf(pid))),
    load: cpuTimeOf(load.pid),
    idle: { relays: idleTimeOf(RELAY_CORE), load: idleTimeOf(LOAD_CORE) },
  };
}

function stretch(window: Window, before: Snapshot, after: Snapshot, relays: readonly Relay[]): Stretch {
  const elapsed = after.at - before.at;
  const cpu = after.relays.map((ns, index) => ns - (before.relays[index] ?? 0));
  const relaysBusy = sum(cpu) / elapsed;
  const loadBusy = (after.load - before.load) / elapsed;
  const idle = (core: 'relays' | 'load'): number => (after.idle[core] - before.idle[core]) / elapsed;
  return {
    window,
    cpuUs: cpu.map((ns) => ns / 1000),
    memory: relays.map(memoryOf),
    foreign: {
      relays: Math.max(0, 1 - idle('relays') - relaysBusy),
      load: Math.max(0, 1 - idle('load') - loadBusy),
    },
    loadBusy,
    relaysBusy,
  };
}

function memoryOf({ pid }: Relay): number {
  return pid === undefined ? 0 : residentMemoryOf(pid);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** What is wrong with the frames of a run; none may be lost or altered, whatever the speed. */
export function defectsOf(results: readonly ResultOf[]): string[] {
  const defects: string[] = [];
  for (const result of results) {
    for (const kind of ['lost', 'altered', 'duplicated', 'reordered', 'unmasked'] as const) {
      if (result[kind] > 0) defects.push(`${result.name}: ${result[kind]} of ${result.sent} frames ${kind}`);
    }
    if (result.stale > 0)
      defects.push(`${result.name}: ${result.stale} frames after the clear that cut them off`);
    if (result.uncleared > 0) {
      defects.push(
        `${result.name}: ${result.uncleared} of ${result.interruptions} interruptions without a clear`,
      );
    }
    for (const kind of ['failed', 'dropped'] as const) {
      if (result[kind] > 0) defects.push(`${result.name}: ${result[kind]} of ${result.calls} calls ${kind}`);
    }
  }
  return defects;
}
