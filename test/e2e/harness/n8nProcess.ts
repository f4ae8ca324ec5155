import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { N8nInstall } from './install';
import { poll } from './poll';
import { lastLines } from './run';

/** n8n is asked to end, and killed if it has not ended after this time. */
const stopTimeoutMs = 60_000;

/** One running n8n process (`n8n start`, `n8n worker` …) with everything it has started itself. */
export class N8nProcess {
  private output = '';
  private readonly exited: Promise<void>;
  private exit: string | undefined;

  private constructor(private readonly child: ChildProcess) {
    const collect = (text: string): void => {
      this.output += text;
    };
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    // An end before start-up is told by `waitUntilReady`; a pipe that breaks with it is no news.
    child.stdin?.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => {
        this.exit = `could not be started: ${error.message}`;
        resolve();
      });
      child.once('exit', (code, signal) => {
        this.exit = `ended by itself with ${signal ?? `exit code ${String(code)}`}`;
        resolve();
      });
    });
  }

  /** @param args what follows `n8n` on the command line, e.g. `['start']` */
  static start(args: string[], install: N8nInstall, env: NodeJS.ProcessEnv): N8nProcess {
    const guard = join(__dirname, 'parentGuard.cjs');
    const child = spawn(install.nodeBin, ['--require', guard, install.bin, ...args], {
      cwd: install.folder,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A process group of its own, so that the task runner can be found and ended with it.
      detached: true,
    });
    return new N8nProcess(child);
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('n8n could not be started, so it has no process id');
    return pid;
  }

  /** Everything n8n has written so far. */
  log(): string {
    return this.output;
  }

  /**
   * Waits for HTTP 200 from the URL.
   *
   * @throws with the last 40 lines of the log if the process ends first, or at the time limit
   */
  async waitUntilReady(url: string, timeoutMs: number): Promise<void> {
    const options = { timeoutMs, intervalMs: 100, describe: () => this.lastWords() };
    await poll(`n8n to answer ${url}`, options, async () => {
      if (this.exit !== undefined) throw new Error(`n8n ${this.exit}. ${this.lastWords()}`);
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
        await response.arrayBuffer();
        return response.status === 200 ? true : undefined;
      } catch {
        return undefined;
      }
    });
  }

  /**
   * Ends n8n: politely, then by force after 15 seconds. Safe to call twice.
   *
   * @throws if anything that it started is still alive after that
   */
  async stop(): Promise<void> {
    if (this.child.pid === undefined) return;
    this.child.kill('SIGTERM');
    const ended = await Promise.race([this.exited.then(() => true), timeLimit(stopTimeoutMs)]);
    if (!ended) signalGroup(this.pid, 'SIGKILL');
    await this.exited;
    signalGroup(this.pid, 'SIGKILL');
    await poll(`process group ${this.pid} of n8n to be gone`, { timeoutMs: 60_000 }, async () =>
      (await Promise.resolve(signalGroup(this.pid, 0))) ? undefined : true,
    );
  }

  /** The end of the log, as a sentence for error messages. */
  lastWords(): string {
    return `The end of its log:\n${lastLines(this.output, 40)}`;
  }
}

/** @returns false if the group has no process (any more) */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

function timeLimit(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}
