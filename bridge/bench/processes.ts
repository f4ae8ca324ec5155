import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const running = new Set<ChildProcess>();
let preferred = false;

/** From now on, programs come before others on a busy machine; needs root and a kernel with autogroups. */
export function preferPrograms(): void {
  preferred = true;
}

/** Starts a program on one core alone. It does not outlive this process. */
export function startOnCore(
  core: number,
  command: readonly string[],
  options: { stdio: StdioOptions; env?: NodeJS.ProcessEnv },
): ChildProcess {
  // In a session of its own a program has an autogroup of its own (sched(7)).
  const child = spawn('taskset', ['--cpu-list', `${core}`, ...command], { ...options, detached: preferred });
  running.add(child);
  if (preferred && child.pid !== undefined) writeFileSync(`/proc/${child.pid}/autogroup`, '-15');
  child.once('exit', () => running.delete(child));
  return child;
}

/** Resolves when the process is gone; one that doesn't go within 5 s is killed. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
