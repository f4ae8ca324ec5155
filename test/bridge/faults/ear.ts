import { isSilence } from '../support/audio';

const BYTES_PER_MS = 8;

/**
 * What a caller hears, told from when audio arrives at the carrier: it is played one after the other, and what has
 * arrived early waits. Times are in ms on the monotonic clock.
 */
export class Ear {
  /** When everything that has arrived will have been played. */
  #playhead = 0;
  #soundUntil: number | undefined;
  #longest = 0;
  #watched = false;
  #overAt: number | undefined;

  /** From now on silence is measured. */
  watch(now: number): void {
    this.#watched = true;
    this.#longest = 0;
    this.#soundUntil = Math.max(now, this.#soundUntil ?? 0);
  }

  /** How long what has arrived is still played, in ms. */
  playsFor(now: number): number {
    return Math.max(0, this.#playhead - now);
  }

  hear(audio: Buffer, now: number): void {
    const begins = Math.max(now, this.#playhead);
    this.#playhead = begins + audio.length / BYTES_PER_MS;
    if (isSilence(audio)) return;
    if (this.#soundUntil !== undefined) this.#longest = Math.max(this.#longest, begins - this.#soundUntil);
    this.#soundUntil = this.#playhead;
  }

  /** The carrier drops what it has not played yet. */
  cleared(now: number): void {
    this.#playhead = now;
    if (this.#soundUntil !== undefined) this.#soundUntil = Math.min(this.#soundUntil, now);
  }

  /** The carrier speaks itself, or the caller is gone: nothing is measured any more. */
  over(now: number): void {
    this.#overAt ??= now;
  }

  /** The longest silence since `watch`, in ms; 0 when it was never called. */
  longestSilence(now: number): number {
    if (!this.#watched || this.#soundUntil === undefined) return 0;
    return Math.max(this.#longest, (this.#overAt ?? now) - this.#soundUntil);
  }
}
