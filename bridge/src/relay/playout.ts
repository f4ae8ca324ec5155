import { FRAME_MS } from './audio';

/** What sums of fractional milliseconds may be off by; a frame must not wait 20 ms for that. */
const ROUNDING_MS = 0.001;

/** A place in what was given out, to be compared with what is told of it later. */
export interface PlayoutPosition {
  /** When everything before it would have been played, had it come in time. */
  endsAt: number;
  /** How long the carrier had had nothing to play until then, in all. */
  idleMs: number;
}

/**
 * What lies at the carrier, and when it is played, as far as it can be known from here.
 *
 * The playout is a stretch of frames that began at `#start`: `n` frames given out are played at `#start + 20 n`. All
 * times follow from that one instant, so nothing adds up however late the single ticks are. When the carrier has
 * run dry, the next frame begins a new stretch, since what was missed can't be made up for.
 *
 * That is right for frames that get there. What a stalled connection has held is played later by as much, and so is
 * all that follows without a pause: `lateMs`. It says how long the caller still has something to hear, and has no
 * bearing on how far ahead frames are given out: if it were wrong, the carrier would run dry in mid-speech.
 */
export class Playout {
  #start = 0;
  #sent = 0;
  #idleMs = 0;
  #lateMs = 0;

  /** @param leadMs how much may lie at the carrier, unplayed; Infinity: all that comes */
  constructor(private readonly leadMs: number) {}

  /** Whether one more frame may lie at the carrier. */
  mayTake(now: number): boolean {
    this.#stretch(now);
    return (this.#sent + 1) * FRAME_MS <= now - this.#start + this.leadMs + ROUNDING_MS;
  }

  /**
   * A frame is given out.
   * @returns the earliest time at which it could have been
   */
  take(now: number): number {
    this.#stretch(now);
    this.#sent += 1;
    if (this.leadMs === Infinity) return now;
    return Math.max(this.#start, this.#start + this.#sent * FRAME_MS - this.leadMs);
  }

  /** When the frame that was given out last begins to be played. */
  get latestPlaysAt(): number {
    return this.#start + (this.#sent - 1) * FRAME_MS;
  }

  /** Whether anything was given out since it was last cleared. */
  get begun(): boolean {
    return this.#sent > 0;
  }

  /** When everything given out so far is played, if it comes in time. */
  get endsAt(): number {
    return this.#start + this.#sent * FRAME_MS;
  }

  /** When everything given out so far has been played, as late as it is; `now` when it has been. */
  playedAt(now: number): number {
    return Math.max(now, this.endsAt + this.#lateMs);
  }

  /** Whether the carrier had something to play, and has nothing more. */
  ranDry(now: number): boolean {
    return this.begun && now > this.endsAt + this.#lateMs;
  }

  /** What lay at the carrier is gone. */
  clear(now: number): void {
    this.#start = now;
    this.#sent = 0;
    this.#lateMs = 0;
  }

  /** Behind the last frame that was given out. */
  position(now: number): PlayoutPosition {
    const idleMs = Math.max(0, now - this.endsAt);
    return { endsAt: this.endsAt + idleMs, idleMs: this.#idleMs + idleMs };
  }

  /** What was before `position` was played so much later than it would have been, had it come in time. */
  wasLate(position: PlayoutPosition, lateMs: number): void {
    // Since then the carrier has made up for it while nothing came.
    this.#lateMs = Math.max(0, lateMs - (this.#idleMs - position.idleMs));
  }

  /** Begins a new stretch if the carrier has run dry. */
  #stretch(now: number): void {
    const idleMs = now - this.endsAt;
    if (idleMs < 0) return;
    this.#start = now;
    this.#sent = 0;
    this.#idleMs += idleMs;
    if (this.#lateMs > 0) this.#lateMs = Math.max(0, this.#lateMs - idleMs);
  }
}
