import { durationMs, FRAME_BYTES, FRAME_MS, isSilent, SILENCE_BYTE } from './audio';
import { ByteQueue } from './byteQueue';

export interface PacerOptions {
  /** How much audio may lie at the carrier, unplayed, in ms. */
  leadMs: number;
  /** How much audio may wait here, in ms. */
  maxQueueMs: number;
}

/** A tail shorter than a frame is padded only when nothing has come for this long. */
const IDLE_MS = 100;
/** While more than this waits, silence that goes on is nothing but delay. */
const KEPT_SILENCE_MS = 60;
/** Longer silence is no pause in what is being said: so much of it is always kept. */
const PAUSE_MS = 500;

/**
 * Holds the assistant's audio and gives it out in whole 20 ms frames, never more than `leadMs` ahead of what the
 * carrier has played, so that a barge-in can still drop the rest here.
 *
 * The playout is a stretch of frames that began at `#start`: `n` frames given out are played at `#start + 20 n`. All
 * times follow from that one instant, so nothing adds up however late the single ticks are. When the carrier has
 * run dry, the next frame begins a new stretch, since what was missed can't be made up for.
 *
 * Between utterances Vapi sends silence in real time, so what has once piled up (before the carrier was there, or
 * while it was stalled) would delay the rest of the call. Frames of silence are therefore left out while more than
 * 60 ms wait, but only from the 500th ms of a silence on, because an utterance that comes as a burst has pauses of its
 * own; and at the head of the queue until the carrier is there. Speech is never touched.
 */
export class Pacer {
  /** Whole frames only. */
  readonly #queue = new ByteQueue();
  /** What has come of the next frame. */
  #partial: Buffer = Buffer.alloc(0);
  readonly #lead: number;
  readonly #maxBytes: number;
  #start = 0;
  #sent = 0;
  #lastPush = 0;
  #flushing = false;
  /** How long it has been silent at the end of what has come, in ms. */
  #silentMs = 0;
  /** Whether there is someone to give audio to. */
  #begun = false;

  constructor(options: PacerOptions) {
    this.#lead = options.leadMs;
    this.#maxBytes = (options.maxQueueMs / FRAME_MS) * FRAME_BYTES;
  }

  /** How long it takes to play what waits here, in ms. */
  get queuedMs(): number {
    return durationMs(this.#queue.length + this.#partial.length);
  }

  get empty(): boolean {
    return this.queuedMs === 0;
  }

  /** Takes audio in. False: it doesn't fit any more, and nothing was taken. */
  push(audio: Buffer, now: number): boolean {
    if (this.#queue.length + this.#partial.length + audio.length > this.#maxBytes) return false;
    this.#lastPush = now;
    let rest = this.#partial.length === 0 ? audio : Buffer.concat([this.#partial, audio]);
    for (; rest.length >= FRAME_BYTES; rest = rest.subarray(FRAME_BYTES)) {
      const frame = rest.subarray(0, FRAME_BYTES);
      this.#silentMs = isSilent(frame) ? this.#silentMs + FRAME_MS : 0;
      if (!this.#isDelay()) this.#queue.push(frame);
    }
    this.#partial = rest;
    return true;
  }

  /** No more audio will come: a tail shorter than a frame is padded without waiting. */
  flush(): void {
    this.#flushing = true;
  }

  /** The frames that are due now, in order, 160 bytes each. */
  due(now: number): Buffer[] {
    const frames: Buffer[] = [];
    this.#begun = true;
    if (now >= this.playedAt(now)) {
      this.#start = now;
      this.#sent = 0;
    }
    const allowed = Math.floor((now - this.#start + this.#lead) / FRAME_MS);
    while (frames.length + this.#sent < allowed && this.#queue.length > 0) {
      frames.push(this.#queue.take(FRAME_BYTES));
    }
    if (frames.length + this.#sent < allowed && this.#tailIsDue(now)) frames.push(this.#takeTail());
    this.#sent += frames.length;
    return frames;
  }

  /** When everything given out so far has been played; `now` when it has been. */
  playedAt(now: number): number {
    return Math.max(now, this.#start + this.#sent * FRAME_MS);
  }

  /** Drops what waits here; the carrier's buffer is taken to be cleared with it. */
  clear(now: number): void {
    this.#queue.clear();
    this.#partial = Buffer.alloc(0);
    this.#start = now;
    this.#sent = 0;
  }

  /** Whether the frame that has just come is silence that would only delay what follows. */
  #isDelay(): boolean {
    const waiting = durationMs(this.#queue.length);
    if (this.#silentMs > 0 && waiting === 0 && !this.#begun) return true;
    return this.#silentMs > PAUSE_MS && waiting > KEPT_SILENCE_MS;
  }

  #tailIsDue(now: number): boolean {
    if (this.#queue.length > 0 || this.#partial.length === 0) return false;
    if (this.#flushing) return true;
    // While the carrier still has something to play, waiting for the rest of the frame costs nothing.
    return now - this.#lastPush >= IDLE_MS && this.playedAt(now) - now <= FRAME_MS;
  }

  #takeTail(): Buffer {
    const tail = Buffer.alloc(FRAME_BYTES, SILENCE_BYTE);
    this.#partial.copy(tail);
    this.#partial = Buffer.alloc(0);
    return tail;
  }
}
