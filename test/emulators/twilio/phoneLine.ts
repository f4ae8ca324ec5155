import { Ear } from './ear';
import { FRAME_BYTES, FRAME_MS, SILENCE } from './lineClock';
import { CallEnded, type CallerLine } from './types';

export interface PhoneLineHooks {
  isStreamOpen(): boolean;
  onDigit(digit: string): void;
  onHangUp(): void;
  onAssistantTurn(speaking: boolean): void;
  onCallerTurn(speaking: boolean): void;
}

interface Waiter {
  isDone(): boolean;
  /** Line time at which it gives up. */
  deadline: number;
  complaint(): string;
  resolve(): void;
  reject(error: Error): void;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/** The caller's phone: what they say, frame by frame, and what they hear. Its time is that of the line. */
export class PhoneLine implements CallerLine {
  private readonly assistant: Ear;
  private readonly queue: Array<{ bytes: Buffer; offset: number; done: boolean }> = [];
  private waiters = new Set<Waiter>();
  private lineMs = 0;
  /** `assistant.soundMs` when the caller's last turn ended. */
  private turnStart = 0;
  private speaking = false;
  private ended = false;

  constructor(private readonly hooks: PhoneLineHooks) {
    this.assistant = new Ear((speaking) => hooks.onAssistantTurn(speaking));
  }

  get heardMs(): number {
    return this.assistant.soundMs;
  }

  play(mulaw: Buffer): Promise<void> {
    const speech = { bytes: mulaw, offset: 0, done: mulaw.length === 0 };
    if (!this.ended && !speech.done) this.queue.push(speech);
    return this.until({
      isDone: () => speech.done,
      deadline: Infinity,
      onDone: () => (this.turnStart = this.assistant.soundMs),
      complaint: () => '',
    });
  }

  wait(ms: number): Promise<void> {
    const end = this.lineMs + ms;
    return this.until({ isDone: () => this.lineMs >= end, deadline: Infinity, complaint: () => '' });
  }

  untilStreamOpen({ timeoutMs = DEFAULT_TIMEOUT_MS }: { timeoutMs?: number } = {}): Promise<void> {
    return this.until({
      isDone: () => this.hooks.isStreamOpen(),
      deadline: this.lineMs + timeoutMs,
      complaint: () => `The caller waited ${timeoutMs} ms for a media stream; none was open.`,
    });
  }

  untilAssistantSpeaks({
    minSpokenMs,
    timeoutMs,
  }: {
    minSpokenMs: number;
    timeoutMs: number;
  }): Promise<void> {
    return this.until({
      isDone: () => this.heardThisTurn() >= minSpokenMs,
      deadline: this.lineMs + timeoutMs,
      complaint: () =>
        `The caller waited ${timeoutMs} ms for ${minSpokenMs} ms of speech and heard ${this.heardThisTurn()} ms.`,
    });
  }

  untilAssistantSilent(options: {
    minSpokenMs: number;
    silenceMs: number;
    timeoutMs: number;
  }): Promise<void> {
    const { minSpokenMs, silenceMs, timeoutMs } = options;
    return this.until({
      isDone: () => this.heardThisTurn() >= minSpokenMs && this.assistant.silenceMs >= silenceMs,
      deadline: this.lineMs + timeoutMs,
      onDone: () => (this.turnStart = this.assistant.soundMs),
      complaint: () =>
        `The caller waited ${timeoutMs} ms for ${minSpokenMs} ms of speech and then ${silenceMs} ms of silence; ` +
        `heard ${this.heardThisTurn()} ms, and it has been silent for ${this.assistant.silenceMs} ms.`,
    });
  }

  pressDigit(digit: string): void {
    if (!/^[0-9*#A-D]$/.test(digit)) throw new Error(`"${digit}" is no key of a phone: 0-9, *, #, A-D.`);
    this.hooks.onDigit(digit);
  }

  hangUp(): void {
    this.hooks.onHangUp();
  }

  /** The caller's next 20 ms. */
  nextFrame(): Buffer {
    const frame = Buffer.alloc(FRAME_BYTES, SILENCE);
    const speech = this.queue[0];
    if (speech) {
      speech.offset += speech.bytes.copy(frame, 0, speech.offset);
      if (speech.offset >= speech.bytes.length) {
        speech.done = true;
        this.queue.shift();
      }
    }
    if (this.speaking !== (speech !== undefined)) {
      this.speaking = speech !== undefined;
      this.hooks.onCallerTurn(this.speaking);
    }
    return frame;
  }

  /** 20 ms in the caller's ear; then whatever the script waited for is looked at. */
  hear(frame: Buffer): void {
    this.assistant.hear(frame);
    this.lineMs += FRAME_MS;
    for (const waiter of this.waiters) {
      if (waiter.isDone()) this.settle(waiter, () => waiter.resolve());
      else if (this.lineMs >= waiter.deadline) {
        this.settle(waiter, () => waiter.reject(new Error(waiter.complaint())));
      }
    }
  }

  /** The call is over. */
  end(): void {
    this.ended = true;
    this.queue.length = 0;
    for (const waiter of this.waiters) this.settle(waiter, () => waiter.reject(new CallEnded()));
  }

  private heardThisTurn(): number {
    return this.assistant.soundMs - this.turnStart;
  }

  private until(
    options: Pick<Waiter, 'isDone' | 'deadline' | 'complaint'> & { onDone?: () => void },
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const { onDone, ...rest } = options;
      const waiter: Waiter = {
        ...rest,
        reject,
        resolve: () => {
          onDone?.();
          resolve();
        },
      };
      if (this.ended) reject(new CallEnded());
      else if (waiter.isDone()) waiter.resolve();
      else this.waiters.add(waiter);
    });
  }

  private settle(waiter: Waiter, how: () => void): void {
    this.waiters.delete(waiter);
    how();
  }
}
