import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { poll } from '../e2e/harness/poll';
import { freePorts } from '../e2e/harness/ports';
import { npmEnv } from '../e2e/harness/npmEnv';
import { lastLines, runOrThrow } from '../e2e/harness/run';
import { repoRoot } from '../support/repo';

/** What `GET /readyz` says. */
export interface BridgeState {
  ready: boolean;
  /** At the limit of calls. */
  full: boolean;
  sessions: number;
  tickets: number;
  carrierSockets: number;
  vapiSockets: number;
}

/** The bridge as a user runs it: its own process, configured by environment. */
export class BridgeProcess {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    const collect = (text: string): void => void (this.output += text);
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
  }

  /**
   * Builds and starts it on a free port of the loopback interface.
   *
   * @param env the bridge's own variables; nothing else of the environment is handed on
   * @throws if it does not get ready, with the last lines of its log
   */
  static async start(env: Record<string, string>): Promise<BridgeProcess> {
    await runOrThrow('npm', ['run', 'build', '-w', 'bridge'], {
      cwd: repoRoot,
      env: npmEnv(process.execPath),
    });
    const [port = 0] = await freePorts(1);
    const child = spawn(process.execPath, [join(repoRoot, 'bridge', 'dist', 'main.js')], {
      env: { ...env, BRIDGE_HOST: '127.0.0.1', BRIDGE_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const bridge = new BridgeProcess(child, `http://127.0.0.1:${port}`);
    const describe = (): string => lastLines(bridge.output, 20);
    await poll('the bridge to be ready', { timeoutMs: 15_000, describe }, async () => {
      if (child.exitCode !== null) throw new Error(`The bridge ended by itself. ${describe()}`);
      return (await bridge.state().catch(() => undefined))?.ready === true ? true : undefined;
    });
    return bridge;
  }

  async state(): Promise<BridgeState> {
    return (await (await fetch(`${this.url}/readyz`)).json()) as BridgeState;
  }

  /** Waits until no session, ticket or socket is left. */
  async waitUntilIdle(timeoutMs = 60_000): Promise<void> {
    let last: BridgeState | undefined;
    const describe = (): string => `Left open: ${JSON.stringify(last)}`;
    await poll('the bridge to be idle', { timeoutMs, describe }, async () => {
      last = await this.state();
      const { sessions, tickets, carrierSockets, vapiSockets } = last;
      return sessions + tickets + carrierSockets + vapiSockets === 0 ? true : undefined;
    });
  }

  /** Everything it has logged so far. */
  log(): string {
    return this.output;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const killer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(killer);
  }
}
