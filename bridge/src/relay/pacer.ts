import { durationMs, FRAME_BYTES, FRAME_MS, isSilent, SILENCE_BYTE } from './audio';
import { ByteQueue } from './byteQueue';
import { Playout } from './playout';

export interface PacerOptions {
  /** How much audio may lie at the carrier, unplayed, in ms; Infinity: frames are given out as they come. */
  leadMs: number;
  /** How much audio may wait here, in ms. */
  maxQueueMs: number;
  /**
   * Takes a frame of 160 bytes, which are its own during the call only.
   * @param due the earliest time at which it could have been given out
   */
  give: (frame: Buffer, due: number) => void;
}

/** A tail shorter than a frame is padded only when nothing has come for this long. */
const IDLE_MS = 100;
/** The same once the end was announced: what comes late may still come in pieces. */
const LAST_IDLE_MS = 40;
/** While more than this waits, here and at the carrier, silence that goes on is nothing but delay. */
const KEPT_SILENCE_MS = 60;
/** The most that is kept for a line that has shown that it needs more. */
const MOST_KEPT_MS = 500;
/** Longer silence is no pause in what is being said: so much of it is always kept. */
const PAUSE_MS = 500;

/** The frame that is being given out, the same memory for all calls: cheaper than a view of where it lies. */
const outgoing = Buffer.allocUnsafeSlow(FRAME_BYTES);

/**
 * Holds the assistant's audio and gives it out in whole 20 ms frames, never more than `leadMs` ahead of what the
 * carrier has played, so that a barge-in can still drop the rest here. What may go goes at once, when nothing waits
 * before it; what has to wait goes with the 20 ms clock.
 *
 * Between utterances Vapi sends silence in real time, so what has once piled up (before the carrier was there, or
 * while its connection was stalled) would delay the rest of the call. Frames of silence are therefore left out while
 * more than 60 ms wait, the lead included, but only from the 500th ms of a silence on, because an utterance that comes
 * as a burst has pauses of its own, and never within an utterance that was announced; and at the head of the queue
 * until the carrier is there. Speech is never touched. Where audio was once held up so long in mid-speech that the carrier ran
 * dry, so much more than 60 ms is kept from then on, up to the lead, that it would not have.
 */
export class Pacer {
  /** Whole frames only. */
  readonly #queue = new ByteQueue();
  /** What has come of the next frame. */
  readonly #partial = Buffer.alloc(FRAME_BYTES);
  #partialBytes = 0;
  /** What lies at the carrier. */
  readonly playout: Playout;
  readonly #lead: number;
  readonly #maxBytes: number;
  readonly #give: (frame: Buffer, due: number) => void;
  #lastPush = 0;
  #flushing = false;
  #silentMs = 0;
  /** How much waits for the next hold-up, here and at the carrier, rather than being called delay. */
  #keptMs = KEPT_SILENCE_MS;
  /** Whether there is someone to give audio to. */
  #begun = false;
  /** Whether what comes belongs to an utterance whose end will be told, so that all its pauses are kept. */
  keepsPauses = false;

  constructor(options: PacerOptions) {
    this.#lead = options.leadMs;
    this.playout = new Playout(options.leadMs);
    this.#maxBytes = (options.maxQueueMs / FRAME_MS) * FRAME_BYTES;
    this.#give = options.give;
  }

  /** How long it takes to play what waits here, in ms. */
  get queuedMs(): number {
    return durationMs(this.#queue.length + this.#partialBytes);
  }

  get empty(): boolean {
    return this.#queue.length === 0 && this.#partialBytes === 0;
  }

  /** How long it has been silent at the end of what has come, in ms. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /**
   * Takes audio in, and gives out at once what may go when `ready`.
   * @returns false: it doesn't fit any more, and nothing was taken
   */
  push(audio: Buffer, now: number, ready: boolean): boolean {
    const length = audio.length;
    if (this.#queue.length + this.#partialBytes + length > this.#maxBytes) return false;
    if (now - this.#lastPush > this.#keptMs) this.#heldUp(audio, now);
    this.#lastPush = now;
    if (ready) this.#begun = true;
    let at = 0;
    if (this.#partialBytes > 0) {
      at = audio.copy(this.#partial, this.#partialBytes, 0);
      this.#partialBytes += at;
      if (this.#partialBytes < FRAME_BYTES) return true;
      this.#partialBytes = 0;
      this.#frame(this.#partial, 0, now, ready);
    }
    for (; at + FRAME_BYTES <= length; at += FRAME_BYTES) this.#frame(audio, at, now, ready);
    if (at < length) this.#partialBytes = audio.copy(this.#partial, 0, at);
    return true;
  }

  /** Gives out what is due of that which waits. To be called every 20 ms while there is someone to give to. */
  pump(now: number): void {
    this.#begun = true;
    while (this.#queue.length > 0 && this.playout.mayTake(now)) {
      this.#queue.read(outgoing);
      this.#out(outgoing, now);
    }
    if (this.#tailIsDue(now) && this.playout.mayTake(now)) this.#outTail(now);
  }

  /** Gives out a frame that is not the assistant's. Only while nothing of the assistant's waits. */
  insert(frame: Buffer, now: number): void {
    this.#begun = true;
    this.#out(frame, now);
  }

  /** Soon no more audio will come: a tail shorter than a frame is padded when nothing has come for 40 ms. */
  flush(): void {
    this.#flushing = true;
  }

  /** Drops what waits here; the carrier's buffer is taken to be cleared with it. */
  clear(now: number): void {
    this.#queue.clear();
    this.#partialBytes = 0;
    this.playout.clear(now);
  }

  /** Takes in the frame that begins at `at`. */
  #frame(source: Buffer, at: number, now: number, ready: boolean): void {
    const end = at + FRAME_BYTES;
    this.#silentMs = isSilent(source, at, end) ? this.#silentMs + FRAME_MS : 0;
    if (this.#silentMs > 0 && this.#isDelay(now)) return;
    if (ready && this.#queue.length === 0 && this.playout.mayTake(now)) {
      if (source.length > FRAME_BYTES) source.copy(outgoing, 0, at, end);
      this.#out(source.length > FRAME_BYTES ? outgoing : source, now);
    } else {
      this.#queue.push(source, at, end);
    }
  }

  /** Whether the frame that has just come is silence that would only delay what follows. */
  #isDelay(now: number): boolean {
    if (this.#queue.length === 0 && !this.#begun) return true;
    if (this.keepsPauses || this.#silentMs <= PAUSE_MS) return false;
    return durationMs(this.#queue.length) + this.playout.playedAt(now) - now > this.#keptMs;
  }

  /** `audio` has been long in coming. If the carrier has run dry within speech, more is kept from now on. */
  #heldUp(audio: Buffer, now: number): void {
    const waitedMs = now - this.#lastPush;
    const ranDry = this.#queue.length === 0 && this.playout.ranDry(now);
    if (!ranDry || waitedMs > MOST_KEPT_MS || this.#silentMs > 0 || isSilent(audio)) return;
    this.#keptMs = Math.max(this.#keptMs, Math.min(waitedMs, this.#lead));
  }

  #out(frame: Buffer, now: number): void {
    this.#give(frame, this.playout.take(now));
  }

  #tailIsDue(now: number): boolean {
    if (this.#queue.length > 0 || this.#partialBytes === 0) return false;
    if (this.#flushing) return now - this.#lastPush >= LAST_IDLE_MS;
    // While the carrier still has something to play, waiting for the rest of the frame costs nothing.
    return (
      now - this.#lastPush >= IDLE_MS && (this.#lead === Infinity || this.playout.endsAt - now <= FRAME_MS)
    );
  }

  #outTail(now: number): void {
    this.#partial.fill(SILENCE_BYTE, this.#partialBytes);
    this.#partialBytes = 0;
    this.#out(this.#partial, now);
  }
}
