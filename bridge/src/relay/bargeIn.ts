import { FRAME_MS, isSilent } from './audio';

/**
 * Late audio of the utterance that was cut is expected no longer than this, should no next one be announced. In ticks of
 * the 20 ms clock, so that a pause of this process counts for nothing.
 */
const STALE_TICKS = 1000 / FRAME_MS;

/**
 * Tells the audio of an interrupted utterance from that of the next one. The assistant's frames carry no name of
 * their utterance, and some are still under way when the interruption is told: until the next utterance is announced
 * everything audible belongs to the one that was cut.
 */
export class BargeIn {
  #staleTicks = 0;

  /** The caller talks over the assistant. */
  interrupted(): void {
    this.#staleTicks = STALE_TICKS;
  }

  /** The assistant begins its next utterance. */
  assistantStarted(): void {
    this.#staleTicks = 0;
  }

  /** 20 ms have passed. */
  tick(): void {
    if (this.#staleTicks > 0) this.#staleTicks -= 1;
  }

  /** Whether this audio must not reach the caller any more. Silence is nobody's speech, and passes. */
  isStale(audio: Buffer): boolean {
    return this.#staleTicks > 0 && !isSilent(audio);
  }
}
