import type { Playout, PlayoutPosition } from './playout';

/** So often the carrier is asked: a stalled connection is rare, and each question is one more message. */
const EVERY_MS = 4000;
/** Echoes are off by so much on a connection that has nothing wrong. */
const JITTER_MS = 100;
/** More than this nobody waits for an echo that may never come. */
const MOST_OVERDUE_MS = 10_000;

/**
 * Finds out from the echoes of marks whether the carrier plays later than it should: a connection that stalls loses
 * nothing, so what it has held is played late, and everything after it too. Nothing else here would show that, since
 * TCP takes the frames meanwhile.
 *
 * An echo takes its time even when nothing is wrong: there and back, and what the carrier keeps against jitter. The
 * quickest echo of the stream is what later ones are compared with. Since an echo may itself be held up on its way,
 * a late one is asked again at once, and only what both have in common is believed.
 */
export class PlayoutCheck {
  #askAt: number | undefined;
  #asked: { mark: string; position: PlayoutPosition } | undefined;
  #marks = 0;
  /** How long the quickest echo took. */
  #usualMs = Infinity;
  /** How late the echo before was. */
  #lateMs = 0;

  constructor(private readonly playout: Playout) {}

  /** Whether a mark should follow what was given out. To be asked every 20 ms. */
  due(now: number): boolean {
    this.#askAt ??= now + EVERY_MS;
    return this.#asked === undefined && now >= this.#askAt && this.playout.begun;
  }

  /** @returns the name of the mark that is to follow what was given out */
  ask(now: number): string {
    this.#askAt = now + EVERY_MS;
    this.#marks += 1;
    this.#asked = { mark: `at-${this.#marks}`, position: this.playout.position(now) };
    return this.#asked.mark;
  }

  /** A mark has come back, one of these or another. */
  echoed(mark: string, now: number): void {
    if (this.#asked === undefined || mark !== this.#asked.mark) return;
    const { position } = this.#asked;
    this.#asked = undefined;
    const tookMs = now - position.endsAt;
    this.#usualMs = Math.min(this.#usualMs, tookMs);
    const lateMs = tookMs - this.#usualMs > JITTER_MS ? tookMs - this.#usualMs : 0;
    this.playout.wasLate(position, Math.min(lateMs, this.#lateMs));
    if (lateMs > 0 && this.#lateMs === 0) this.#askAt = now;
    this.#lateMs = lateMs;
  }

  /** By how much an echo is overdue that should have come, in ms; at most 10 s. */
  overdueMs(now: number): number {
    if (this.#asked === undefined || this.#usualMs === Infinity) return 0;
    const overdueMs = now - this.#asked.position.endsAt - this.#usualMs;
    return Math.min(Math.max(0, overdueMs), MOST_OVERDUE_MS);
  }

  /** What was given out is not played any more: its mark says nothing, and the carrier is in time again. */
  cleared(): void {
    this.#asked = undefined;
    this.#lateMs = 0;
  }

  /** Another stream, which may be another connection. */
  reset(): void {
    this.cleared();
    this.#askAt = undefined;
    this.#usualMs = Infinity;
  }
}
