import { isSilent } from './audio';

/** Late audio of the utterance that was cut is expected no longer than this, should no next one be announced. */
const STALE_MS = 1000;

/**
 * Tells the audio of an interrupted utterance from that of the next one. The assistant's frames carry no name of
 * their utterance, and some are still under way when the interruption is told: until the next utterance is announced
 * everything audible belongs to the one that was cut.
 */
export class BargeIn {
  #staleUntil = -Infinity;

  /** The caller talks over the assistant. */
  interrupted(now: number): void {
    this.#staleUntil = now + STALE_MS;
  }

  /** The assistant begins its next utterance. */
  assistantStarted(): void {
    this.#staleUntil = -Infinity;
  }

  /** Whether this audio must not reach the caller any more. Silence is nobody's speech, and passes. */
  isStale(audio: Buffer, now: number): boolean {
    return now < this.#staleUntil && !isSilent(audio);
  }
}
