import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';

/** The relays share this core, the load has the other. */
export const RELAY_CORE = 0;
export const LOAD_CORE = 1;

/** The benchmark can't be run, or can't go on; the message says why and what helps. */
export class BenchError extends Error {
  override name = 'BenchError';
}

/** @throws BenchError where it can't be measured */
export function checkMachine(): void {
  if (process.platform !== 'linux') {
    throw new BenchError('This benchmark needs Linux: cores, times and memory are read from /proc.');
  }
  if (availableParallelism() < 2) {
    throw new BenchError('This benchmark needs two cores: one for the relays, one for the load.');
  }
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new BenchError('There is no taskset. Fix: apt-get install util-linux.');
  }
}

/** CPU time of a process with all its threads, in ns. */
export function cpuTimeOf(pid: number): number {
  let total = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    total += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]);
  }
  return total;
}

/** Resident memory of a process, in bytes. */
export function residentMemoryOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}

/** How long a core has had nothing to do so far, in ns. What it did for others is what is missing in the end. */
export function idleTimeOf(core: number): number {
  const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '';
  const [, , , idle = 0, waiting = 0] = line.split(' ').map(Number);
  // In ticks of 10 ms (proc(5), /proc/stat).
  return (idle + waiting) * 1e7;
}

/**
 * Where and with what something was measured, for the reader of a figure.
 * @param sources a folder in the checkout that the bridge was built in
 */
export function provenance(sources: string): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${memory}, Linux ${release()}`;
  return `${date}, commit ${commit(sources)}, ${machine}, Node ${process.version}`;
}

function commit(sources: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: sources, encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', '.') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}
