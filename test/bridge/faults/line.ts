import type { VapiCall } from '../support/fakeVapi';
import type { TwilioStream } from '../support/fakeTwilio';
import { Ear } from './ear';
import { SILENCE, stampedFrame, StampReader } from './stamps';

/** The assistant speaks for a second, then listens for one and a half, sending silence, as Vapi does. */
const SPEECH_FRAMES = 50;
const TURN_FRAMES = 125;

export interface Update {
  fields: Record<string, string>;
  /** ms on the monotonic clock. */
  at: number;
}

/**
 * One call as both of its ends see it: the caller's telephone and the assistant at Vapi. Both say stamped frames in
 * real time, so that whatever is lost, altered or late on the way shows.
 */
export class Line {
  readonly ear = new Ear();
  heardByCaller: StampReader;
  heardByVapi: StampReader;
  /** Updates of the call by REST. */
  readonly updates: Update[] = [];
  stream: TwilioStream | undefined;
  vapi: VapiCall | undefined;
  /** How many sockets at Vapi this call has had. */
  assistants = 0;
  /** Whether the two ends say something at each turn. */
  callerTalks = true;
  assistantTalks = true;
  saidByCaller = 0;
  saidByVapi = 0;
  /** How much later than it was said the caller hears what has come last, in ms. */
  delayMs = 0;
  /** Whether Vapi has got any audio yet, silence included. */
  reachesVapi = false;
  /** Whether the assistant has been through a whole time of listening. */
  hasListened = false;
  #silentFrames = 0;
  /** When the assistant has said each frame. */
  #saidAt: number[] = [];
  /** What the stamps say whose audio it is. */
  #stamp: number;
  #turn: number;

  constructor(
    readonly callSid: string,
    readonly index: number,
  ) {
    this.#stamp = index;
    this.heardByCaller = new StampReader(index);
    this.heardByVapi = new StampReader(index);
    // Not all assistants pause at the same time.
    this.#turn = index * 13;
  }

  attachStream(stream: TwilioStream): void {
    this.stream = stream;
    stream.keepsEvents = false;
    stream.onAudio = (audio) => {
      const now = performance.now();
      this.ear.hear(audio, now);
      const before = this.heardByCaller.received;
      this.heardByCaller.read(audio);
      const { received } = this.heardByCaller;
      if (received > before)
        this.delayMs = now + this.ear.playsFor(now) - (this.#saidAt[received - 1] ?? now);
    };
    stream.playsFor = () => this.ear.playsFor(performance.now());
    stream.onClear = () => this.ear.cleared(performance.now());
    stream.socket.once('close', () => this.ear.over(performance.now()));
  }

  attachVapi(call: VapiCall): void {
    this.vapi = call;
    this.assistants += 1;
    this.reachesVapi = false;
    call.onAudio = (audio) => {
      this.reachesVapi = true;
      this.heardByVapi.read(audio);
    };
  }

  updated(fields: Record<string, string>): void {
    const at = performance.now();
    this.updates.push({ fields, at });
    this.ear.over(at);
    if (this.stream?.socket.readyState === this.stream?.socket.OPEN) this.stream?.stop();
  }

  /** How far the assistant is in what it says, then listens to: 0 to 1 each. */
  get phase(): { speaking: boolean; done: number } {
    const at = this.#turn % TURN_FRAMES;
    if (at < SPEECH_FRAMES) return { speaking: true, done: at / SPEECH_FRAMES };
    return { speaking: false, done: (at - SPEECH_FRAMES) / (TURN_FRAMES - SPEECH_FRAMES) };
  }

  /** 20 ms have passed. */
  readonly turn = (): void => {
    this.#turn += 1;
    if (this.callerTalks && this.stream?.socket.readyState === this.stream?.socket.OPEN) this.callerSays();
    if (this.assistantTalks && this.vapi?.socket.readyState === this.vapi?.socket.OPEN) {
      if (this.phase.speaking) {
        this.#silentFrames = 0;
        this.assistantSays();
      } else {
        this.#silentFrames += 1;
        this.hasListened ||= this.#silentFrames === TURN_FRAMES - SPEECH_FRAMES;
        this.vapi?.socket.send(SILENCE);
      }
    }
  };

  callerSays(): void {
    this.stream?.media(stampedFrame(this.#stamp, this.saidByCaller));
    this.saidByCaller += 1;
  }

  assistantSays(): void {
    this.vapi?.socket.send(stampedFrame(this.#stamp, this.saidByVapi));
    this.#saidAt[this.saidByVapi] = performance.now();
    this.saidByVapi += 1;
  }

  /** From now on only what is said from now on counts. */
  startOver(): void {
    this.#stamp += 1_000_000;
    this.heardByCaller = new StampReader(this.#stamp);
    this.heardByVapi = new StampReader(this.#stamp);
    this.saidByCaller = 0;
    this.saidByVapi = 0;
    this.#saidAt = [];
  }

  /** Whether all that was said has arrived. */
  get complete(): boolean {
    return this.heardByCaller.received === this.saidByVapi && this.heardByVapi.received === this.saidByCaller;
  }

  get streamClosed(): boolean {
    return this.stream?.closeCode !== undefined;
  }

  get vapiClosed(): boolean {
    return this.vapi?.closeCode !== undefined;
  }

  /** What was wrong with the audio, if anything. */
  get problem(): string | undefined {
    const [byCaller, byVapi] = [this.heardByCaller.problem, this.heardByVapi.problem];
    if (byCaller !== undefined) return `heard by the caller: ${byCaller}`;
    return byVapi === undefined ? undefined : `heard by Vapi: ${byVapi}`;
  }
}
