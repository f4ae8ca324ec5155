import { setTimeout as sleep } from 'node:timers/promises';
import { Load, type Opened, type ResultOf, type Window } from './load';
import { cpuTimeOf, idleTimeOf, LOAD_CORE, RELAY_CORE, residentMemoryOf } from './machine';
import { kindOf, startRelay, type Relay, type RelayName } from './relays';

/** With more of the relays' core than this in other hands, figures say little. */
export const FOREIGN_LIMIT = 0.08;

/** What a run is made with, the same for all of one benchmark. */
export interface Bench {
  /** For logs and compiled programs. */
  folder: string;
  loadProgram: string;
  /** The bridge's program. */
  bridgeMain: string;
  /** The form for CI: everything once and briefly. */
  short: boolean;
}

export interface RunOptions {
  relays: readonly { name: RelayName; calls: number }[];
  /** Of talking before anything is measured: the first seconds are compilation. */
  warmUpMs: number;
  windowMs: number;
  windows: number;
  /** Variables of the bridge that differ from its defaults. */
  env?: Readonly<Record<string, string>>;
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
  const { load, ports } = await Load.start(bench.loadProgram, targets);
  const relays: Relay[] = [];
  try {
    for (const [index, { name }] of options.relays.entries()) {
      const { env } = options;
      const relay = await startRelay(name, { ...bench, portBehind: ports[index] as number, env });
      relays.push(relay);
      load.relayListens(index, relay.port);
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
      stretches.push(stretch(window, before, snapshot(relays, load), relays));
    }
    return { opened, stretches, results: await load.finish(), idleMemory };
  } finally {
    await Promise.all(relays.map((relay) => relay.stop()));
    await load.stop();
  }
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
    for (const kind of ['failed', 'dropped'] as const) {
      if (result[kind] > 0) defects.push(`${result.name}: ${result[kind]} of ${result.calls} calls ${kind}`);
    }
  }
  return defects;
}
