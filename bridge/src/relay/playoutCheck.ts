import { Lateness } from './lateness';
import type { Playout, PlayoutPosition } from './playout';

/** So soon the carrier is asked first: how long echoes take must be known before anything stalls. */
const FIRST_MS = 1000;
/** So often it is asked then: a stalled connection is rare, and each question is one more message. */
const EVERY_MS = 4000;
/** An echo that comes so long before its audio can have been played tells nothing of it. */
const TOO_SOON_MS = 40;
/** An echo so long overdue won't come any more. */
const LOST_MS = 10_000;

/**
 * Finds out from the echoes of marks whether the carrier plays later than it should: a connection that stalls loses
 * nothing, so what it has held is played late, and everything after it too. Nothing else here would show that, since
 * TCP takes the frames meanwhile. A carrier that echoes nothing, or everything at once, is not asked again.
 */
export class PlayoutCheck {
  #askAt: number | undefined;
  #asked: { mark: string; position: PlayoutPosition; knownLateMs: number } | undefined;
  #marks = 0;
  #lateness = new Lateness();
  #answersAtOnce = false;

  constructor(private readonly playout: Playout) {}

  /** Whether a mark should follow what was given out. To be asked every 20 ms. */
  due(now: number): boolean {
    this.#askAt ??= now + FIRST_MS;
    if (now < this.#askAt || this.#answersAtOnce || !this.playout.begun) return false;
    return this.#asked === undefined || this.#overdueMs(now) > LOST_MS;
  }

  /** @returns the name of the mark that is to follow what was given out */
  ask(now: number): string {
    this.#askAt = now + EVERY_MS;
    this.#marks += 1;
    const position = this.playout.position(now);
    const knownLateMs = this.playout.playedAt(now) - position.endsAt;
    this.#asked = { mark: `at-${this.#marks}`, position, knownLateMs };
    return this.#asked.mark;
  }

  /** A mark has come back, one of these or another. */
  echoed(mark: string, now: number): void {
    if (this.#asked === undefined || mark !== this.#asked.mark) return;
    const { position } = this.#asked;
    this.#asked = undefined;
    const tookMs = now - position.endsAt;
    if (tookMs < -TOO_SOON_MS) {
      this.#answersAtOnce = true;
      this.playout.wasLate(position, 0);
      return;
    }
    const { lateMs, isSure } = this.#lateness.echo(tookMs, position.idleMs);
    this.playout.wasLate(position, lateMs);
    if (!isSure) this.#askAt = now;
  }

  /**
   * By how much an echo is overdue that should have come, beyond what was known to be late when it was asked for, in
   * ms; 0 when it won't come any more.
   */
  overdueMs(now: number): number {
    const overdueMs = this.#overdueMs(now);
    return overdueMs > LOST_MS ? 0 : Math.max(0, overdueMs);
  }

  /** What was given out is not played any more: its mark says nothing, and the carrier is in time again. */
  cleared(): void {
    this.#asked = undefined;
    this.#lateness.cleared();
  }

  /** Another stream, which may be another connection. */
  reset(): void {
    this.#askAt = undefined;
    this.#asked = undefined;
    this.#lateness = new Lateness();
    this.#answersAtOnce = false;
  }

  #overdueMs(now: number): number {
    if (this.#asked === undefined || this.#lateness.usualMs === Infinity) return 0;
    const { position, knownLateMs } = this.#asked;
    return now - position.endsAt - knownLateMs - this.#lateness.usualMs;
  }
}
