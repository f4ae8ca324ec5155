import type { Clock } from '../clock';
import { BargeIn } from './bargeIn';
import { deferred } from '../deferred';
import { Pacer } from './pacer';
import type { CarrierPeer } from './peer';

/** The longest utterance that may wait here. */
const MAX_QUEUE_MS = 120_000;
/** A carrier that has not taken this much doesn't get more; what comes meanwhile waits in the pacer. */
const MAX_BACKLOG_BYTES = 32 * 1024;
/** After the end was announced, audio still under way is waited for so long. */
const TRAILING_MS = 200;

/** The assistant's audio on its way to the caller: paced, and dropped when the caller interrupts. */
export class Downlink {
  readonly #pacer: Pacer;
  readonly #bargeIn = new BargeIn();
  readonly #playedOut = deferred();
  #carrier: CarrierPeer | undefined;
  #endAnnouncedAt: number | undefined;
  #endMark: string | undefined;
  #endMarks = 0;
  #staleBytes = 0;
  #stopped = false;

  constructor(
    private readonly clock: Clock,
    leadMs: number,
  ) {
    this.#pacer = new Pacer({ leadMs, maxQueueMs: MAX_QUEUE_MS });
  }

  get queuedMs(): number {
    return this.#pacer.queuedMs;
  }

  /** Audio of interrupted utterances that came late, and was not passed on. */
  get staleBytes(): number {
    return this.#staleBytes;
  }

  /** From now on audio goes to `carrier`, what has waited for it first. */
  attach(carrier: CarrierPeer): void {
    this.#carrier = carrier;
    this.pump();
  }

  /** Takes the assistant's audio in. False: more is waiting than may. */
  push(audio: Buffer): boolean {
    if (this.#stopped) return true;
    const now = this.clock.now();
    if (this.#bargeIn.isStale(audio, now)) {
      this.#staleBytes += audio.length;
      return true;
    }
    const taken = this.#pacer.push(audio, now);
    this.pump();
    return taken;
  }

  /**
   * The caller talks over the assistant. Our queue goes first, so that nothing stale can follow the `clear`; that is
   * sent even when nothing waits here, since the carrier's own buffer is never empty while it plays. What is still
   * under way from the assistant is dropped when it comes.
   */
  interrupt(): void {
    const now = this.clock.now();
    this.#pacer.clear(now);
    this.#bargeIn.interrupted(now);
    // The carrier echoes marks also when it is cleared (Twilio docs: Media Streams, "clear message"): the echo of
    // this one would not mean that anything was heard.
    this.#endMark = undefined;
    if (!this.#stopped) this.#carrier?.clear();
  }

  /** The assistant begins an utterance: what comes from now on is not the interrupted one's. */
  assistantStarted(): void {
    this.#bargeIn.assistantStarted();
  }

  /** Sends what is due. To be called every 20 ms. */
  pump(): void {
    const carrier = this.#carrier;
    if (!carrier || this.#stopped || carrier.backlogBytes > MAX_BACKLOG_BYTES) return;
    const now = this.clock.now();
    for (const frame of this.#pacer.due(now)) carrier.sendAudio(frame);
    if (this.#endAnnouncedAt === undefined || this.#endMark !== undefined) return;
    if (this.#pacer.empty && now - this.#endAnnouncedAt >= TRAILING_MS) {
      this.#endMarks += 1;
      this.#endMark = `end-${this.#endMarks}`;
      carrier.mark(this.#endMark);
    }
  }

  /** The carrier has echoed a mark. */
  played(mark: string): void {
    if (mark === this.#endMark) this.#playedOut.resolve();
  }

  /**
   * No more audio will come: what waits is played to its end.
   * @returns a promise for the echo of the mark behind the last byte, and the time by which it must have come
   */
  playOut(): { played: Promise<void>; boundMs: number } {
    const now = this.clock.now();
    this.#endAnnouncedAt ??= now;
    this.#pacer.flush();
    const playing = this.#pacer.playedAt(now) - now;
    return { played: this.#playedOut.promise, boundMs: playing + this.#pacer.queuedMs + 2000 };
  }

  /** Sends nothing more, and forgets what waits. */
  stop(): void {
    this.#stopped = true;
    this.#pacer.clear(this.clock.now());
  }
}
