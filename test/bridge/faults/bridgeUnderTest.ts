import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBridge, type Bridge } from '../../../bridge/src/bridge';
import { loadConfig } from '../../../bridge/src/config';
import { createLogger } from '../../../bridge/src/log';
import { environmentOfStart } from '../../../bridge/bench/startEnvironment';
import { repoRoot } from '../../support/repo';

const START_MS = 120_000;

/** What is open in the bridge, by kind; all zero when no call is in progress. */
export type Open = Record<string, number>;

/** In bytes. */
export interface Memory {
  rss: number;
  /** Objects and buffers in use, garbage collected. */
  used: number;
  /** Blocks of waiting audio that were not given back. Their memory is kept, so that only this tells. */
  blocks: number;
}

/** The bridge that the faults are done to. */
export interface BridgeUnderTest {
  readonly port: number;
  open(): Promise<Open>;
  /** `undefined` where the process is shared with the test itself. */
  memory(): Promise<Memory | undefined>;
  /** The last lines that it wrote. */
  lastLines(): string;
  stop(): Promise<void>;
}

/** In this process, for a quick run. */
export class BridgeHere implements BridgeUnderTest {
  #log: string[] = [];
  #bridge!: Bridge;
  port = 0;

  static async start(environment: Record<string, string>): Promise<BridgeHere> {
    const here = new BridgeHere();
    const logger = createLogger('info', {
      write: (line) => {
        here.#log.push(line);
        if (here.#log.length > 400) here.#log = here.#log.slice(-200);
      },
    });
    here.#bridge = createBridge(loadConfig(environment), { logger });
    ({ port: here.port } = await here.#bridge.listen());
    return here;
  }

  async open(): Promise<Open> {
    return { ...this.#bridge.inspect() };
  }

  async memory(): Promise<undefined> {
    return undefined;
  }

  lastLines(): string {
    return this.#log.slice(-200).join('');
  }

  async stop(): Promise<void> {
    await this.#bridge.close();
  }
}

/** As a process of its own: compiled, as users run it, or straight from the sources, which need not be built. */
export class BridgeChild implements BridgeUnderTest {
  port = 0;
  #output = '';

  private constructor(private readonly child: ChildProcess) {
    const collect = (text: string): void => {
      this.#output += text;
      if (this.#output.length > 400_000) this.#output = this.#output.slice(-200_000);
    };
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
  }

  /** @throws when it doesn't say that it listens; so it must log at level info */
  static async start(
    environment: Record<string, string>,
    form: 'compiled' | 'sources' = 'compiled',
  ): Promise<BridgeChild> {
    const flags = ['--expose-gc', '--require', join(__dirname, 'memoryProbe.cjs')];
    const program =
      form === 'compiled'
        ? [join('bridge', 'dist', 'main.js')]
        : ['--import', 'tsx', join('bridge', 'src', 'main.ts')];
    const child = spawn(process.execPath, [...flags, ...program], {
      cwd: repoRoot,
      env: { ...environmentOfStart(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const bridge = new BridgeChild(child);
    const end = performance.now() + START_MS;
    while (bridge.port === 0) {
      const listening = /"port":(\d+).*"msg":"bridge listening"/.exec(bridge.#output);
      if (listening) bridge.port = Number(listening[1]);
      else if (child.exitCode !== null || performance.now() > end) {
        child.kill('SIGKILL');
        throw new Error(`The bridge did not start:\n${bridge.lastLines()}`);
      } else await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return bridge;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async open(): Promise<Open> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`);
    const { sessions, tickets, carrierSockets, vapiSockets } = (await answer.json()) as Open;
    return { sessions, tickets, carrierSockets, vapiSockets } as Open;
  }

  async memory(): Promise<Memory> {
    const answer = once(this.child, 'message');
    this.child.send('memory');
    return ((await answer) as [Memory])[0];
  }

  /** Resident memory as the system sees it, without garbage collection, in bytes. */
  residentBytes(): number {
    const pages = Number(readFileSync(`/proc/${this.pid}/statm`, 'utf8').split(' ')[1]);
    return pages * 4096;
  }

  lastLines(): string {
    return this.#output.split('\n').slice(-20).join('\n');
  }

  /** Sends a signal; resolves with the exit code, or the name of the signal, once the process is gone. */
  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<number | string> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode ?? name;
    const exited = once(this.child, 'exit') as Promise<[number | null, string | null]>;
    this.child.kill(name);
    const [code, signal] = await exited;
    return code ?? signal ?? '';
  }

  async stop(): Promise<void> {
    const killer = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.signal('SIGTERM');
    clearTimeout(killer);
  }
}
