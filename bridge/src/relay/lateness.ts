/** Echoes on a connection that has nothing wrong differ by so much. */
const JITTER_MS = 100;
/** What is less late than this has other causes than a stall: another way through the network, a larger jitter buffer. */
const STALL_MS = 400;

/** An echo that came late. */
interface LateEcho {
  lateMs: number;
  tookMs: number;
  idleMs: number;
}

export interface Verdict {
  /** By how much the carrier is believed to play late, at the place of the mark. */
  lateMs: number;
  /** False: the echo shows more than is believed, which the next one has to confirm. */
  isSure: boolean;
}

/**
 * Tells from how long echoes take whether the carrier plays late.
 *
 * An echo takes its time even when nothing is wrong: there and back, and what the carrier keeps against jitter. The
 * quickest echo tells how much. Believed is only what two in a row have in common, since an echo may itself be held up,
 * less what the carrier has made up for in between, having had nothing to play. An echo that still takes as long once
 * all of it should be made up for shows that it was never late: the way has become longer.
 */
export class Lateness {
  #usualMs = Infinity;
  #before: LateEcho | undefined;
  /** The first echo whose lateness is believed. */
  #believed: LateEcho | undefined;

  /** How long the quickest echo took; Infinity before the first. */
  get usualMs(): number {
    return this.#usualMs;
  }

  /**
   * An echo has come.
   * @param tookMs how long after the time at which the audio before its mark was to be played
   * @param idleMs how long the carrier had had nothing to play until that time, in all
   */
  echo(tookMs: number, idleMs: number): Verdict {
    this.#usualMs = Math.min(this.#usualMs, tookMs);
    const lateMs = tookMs - this.#usualMs;
    if (lateMs <= (this.#believed ? JITTER_MS : STALL_MS)) return this.#inTime();
    if (this.#wayIsLonger(tookMs, idleMs)) {
      this.#usualMs = tookMs;
      return this.#inTime();
    }
    const before = this.#before;
    const leftMs = before ? Math.max(0, before.lateMs - (idleMs - before.idleMs)) : 0;
    const believedMs = Math.min(lateMs, leftMs);
    if (believedMs > 0) this.#believed ??= { lateMs: believedMs, tookMs, idleMs };
    this.#before = { lateMs, tookMs, idleMs };
    return { lateMs: believedMs, isSure: lateMs <= leftMs + JITTER_MS };
  }

  /** The carrier's buffer was cleared: it is in time. */
  cleared(): void {
    this.#before = undefined;
    this.#believed = undefined;
  }

  #wayIsLonger(tookMs: number, idleMs: number): boolean {
    if (!this.#believed) return false;
    const isMadeUpFor = idleMs - this.#believed.idleMs >= this.#believed.lateMs - JITTER_MS;
    return isMadeUpFor && Math.abs(tookMs - this.#believed.tookMs) <= JITTER_MS;
  }

  #inTime(): Verdict {
    this.cleared();
    return { lateMs: 0, isSure: true };
  }
}
