import { execFileSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BenchError, LOAD_CORE } from './machine';
import { startOnCore, stopProcess } from './processes';

/** How a call begins: by Twilio's signed webhook, with the media socket alone, or over a pipe of bytes. */
export type Kind = 'twilio' | 'bare' | 'pipe';

export interface Target {
  name: string;
  kind: Kind;
  calls: number;
}

/** Durations in us. */
export interface Quantiles {
  count: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
}

export interface WindowOf {
  name: string;
  sent: number;
  /** Frames that went the whole way and came back: as many pairs has the relay moved. */
  returned: number;
  roundTrip: Quantiles;
}

export interface Window {
  /** How late the load itself was. */
  lateness: Quantiles;
  targets: WindowOf[];
}

export interface ResultOf {
  name: string;
  calls: number;
  /** Calls that could not be set up, and calls that ended by themselves. */
  failed: number;
  dropped: number;
  sent: number;
  lost: number;
  altered: number;
  duplicated: number;
  reordered: number;
  /** Frames of silence, and of something else before the first of our own: both the relay's, both allowed. */
  silent: number;
  foreign: number;
  clears: number;
  /** Frames with a mask where there must be none, or without. */
  unmasked: number;
  firstAudio: Quantiles;
}

export interface Opened {
  ms: number;
  targets: { name: string; live: number; failed: number }[];
}

/** What the relays are told, so that the load's signatures are right. */
export const twilioAccount = {
  accountSid: `AC${'0'.repeat(31)}1`,
  authToken: 'bench-auth-token',
  publicUrl: 'https://bridge.test',
};

/**
 * Compiles the load.
 * @param folder where the program goes
 * @throws BenchError without a compiler
 */
export function compileLoad(folder: string): string {
  const program = join(folder, 'load');
  const sources = ['load.c', 'wire.c'].map((name) => join(__dirname, 'c', name));
  const compiler = process.env.CC ?? 'cc';
  try {
    execFileSync(compiler, ['-O2', '-std=gnu11', '-o', program, ...sources], { stdio: 'pipe' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new BenchError(
        `There is no C compiler "${compiler}". Fix: apt-get install gcc libc6-dev, or set CC to yours.`,
      );
    }
    throw new BenchError(
      `The load does not compile: ${String((error as { stderr?: Buffer }).stderr ?? error)}`,
    );
  }
  return program;
}

type Answer = { event: string } & Record<string, unknown>;

/** The program that plays the callers and Vapi, on a core of its own. */
export class Load {
  readonly #answers: Answer[] = [];
  #waiting: ((answer: Answer | undefined) => void) | undefined;
  #exited: string | undefined;
  #errors = '';

  private constructor(private readonly child: ChildProcess) {
    child.stderr?.on('data', (text: Buffer) => (this.#errors += text.toString()));
    child.on('close', (code, signal) => {
      this.#exited = `${code ?? signal} ${this.#errors}`.trim();
      this.#waiting?.(undefined);
    });
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      if (this.#waiting) this.#waiting(answer);
      else this.#answers.push(answer);
    });
  }

  /** @returns the load, and for each target the port at which it plays what is behind the relay */
  static async start(
    program: string,
    targets: readonly Target[],
    drainMs = 3000,
  ): Promise<{ load: Load; ports: number[] }> {
    const { authToken, accountSid, publicUrl } = twilioAccount;
    const named = targets.map(({ name, kind, calls }) => `${name}:${kind}:${calls}`);
    const command = [program, authToken, accountSid, publicUrl, `${drainMs}`, ...named];
    const load = new Load(startOnCore(LOAD_CORE, command, { stdio: ['pipe', 'pipe', 'pipe'] }));
    const { ports } = (await load.#next('listening')) as unknown as { ports: number[] };
    return { load, ports };
  }

  get pid(): number {
    return this.child.pid as number;
  }

  relayListens(index: number, port: number): void {
    this.#tell(`relay ${index} ${port}`);
  }

  /** Sets all calls up, and resolves when they talk. */
  async open(): Promise<Opened> {
    this.#tell('open');
    return (await this.#next('open')) as unknown as Opened;
  }

  begin(): void {
    this.#tell('begin');
  }

  /** What was measured since `begin` or the last window. */
  async window(): Promise<Window> {
    this.#tell('window');
    return (await this.#next('window')) as unknown as Window;
  }

  /** Stops talking, waits for what is under way, and hangs up. */
  async finish(): Promise<ResultOf[]> {
    this.#tell('finish');
    return ((await this.#next('result')) as unknown as { targets: ResultOf[] }).targets;
  }

  async stop(): Promise<void> {
    await stopProcess(this.child);
  }

  #tell(command: string): void {
    this.child.stdin?.write(`${command}\n`);
  }

  async #next(event: string): Promise<Answer> {
    const answer =
      this.#answers.shift() ??
      (this.#exited === undefined
        ? await new Promise<Answer | undefined>((resolve) => (this.#waiting = resolve))
        : undefined);
    this.#waiting = undefined;
    if (answer?.event === event) return answer;
    throw new BenchError(`The load answered ${answer?.event ?? `nothing and ended: ${this.#exited}`}.`);
  }
}
