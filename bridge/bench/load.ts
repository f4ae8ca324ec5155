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

/** What Vapi does instead of echoing what it hears. Durations in ms. */
export interface Speech {
  /** So much audio is sent at once ... */
  burstMs: number;
  /** ... every so often; 0: never again. */
  periodMs: number;
  /** The caller interrupts so long after each burst's begin; 0: never. */
  interruptMs: number;
  /** So many frames of what is played without a break may reach the carrier at once. */
  leadFrames: number;
  /** Whether a burst is sent as soon as Vapi is joined; the carrier's stream begins 50 ms after it. */
  greets: boolean;
}

/** How callers who don't talk all the time do. In ms. */
export interface Pauses {
  everyMs: number;
  forMs: number;
}

/** How Vapi's own audio reached the carrier. */
export interface SpeechWindow {
  /** Frames. */
  sent: number;
  arrived: number;
  /** How often a carrier that had nothing more to play got a frame. */
  stretches: number;
  /** Behind the lead: from one frame to the next, and how far that is from 20 ms. */
  interval: Quantiles;
  jitter: Quantiles;
  /** How far frames are from the 20 ms grid of their call, which is the median of 5 s. */
  offGrid: Quantiles;
  /** How much audio lay unplayed at the carrier when a frame came, that frame included. */
  ahead: Quantiles;
  /** From the first frame of a stretch to the last one of its lead. */
  lead: Quantiles;
  /** From `user-interrupted` sent to `clear` received. */
  timeToClear: Quantiles;
}

export interface WindowOf {
  name: string;
  sent: number;
  /** Frames that went the whole way and came back: as many pairs has the relay moved. Where Vapi speaks: arrived there. */
  returned: number;
  /** Where Vapi speaks: from the caller to Vapi. */
  roundTrip: Quantiles;
  /** Only where Vapi speaks. */
  speech?: SpeechWindow;
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
  interruptions: number;
  /** Interruptions that no `clear` followed, and frames that were cut off but came after it. */
  uncleared: number;
  stale: number;
  /** Frames with a mask where there must be none, or without. */
  unmasked: number;
  /** From `start` to the first audio; where Vapi speaks, to the first of its own. */
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

  /** Vapi speaks. To be called before `open`. */
  speak(index: number, speech: Speech): void {
    const { burstMs, periodMs, interruptMs, leadFrames, greets } = speech;
    this.#tell(`speak ${index} ${burstMs} ${periodMs} ${interruptMs} ${leadFrames} ${Number(greets)}`);
  }

  /** The callers pause. To be called before `open`. */
  pause(index: number, { everyMs, forMs }: Pauses): void {
    this.#tell(`pause ${index} ${everyMs} ${forMs}`);
  }

  /** Vapi names this port, where TLS ends, for its socket. */
  joinOverTls(index: number, port: number): void {
    this.#tell(`tls ${index} ${port}`);
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
