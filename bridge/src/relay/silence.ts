import { durationMs, FRAME_MS } from './audio';

/** What is missing for no longer than this only comes late: TCP delays audio, but loses none. */
const GAP_MS = 2 * FRAME_MS;

/**
 * Says when a frame of silence is to be sent to the assistant, which gives up a caller it hears nothing from: until
 * the caller's audio flows, and in gaps of more than two frames. It goes on counting while no assistant is there, so
 * that an assistant opened in the midst of the caller's audio gets no silence into it.
 *
 * It counts calls of the 20 ms clock rather than time: after a pause of the process the clock comes before what has
 * waited in the sockets, and would take the caller's words for missing.
 */
export class SilenceFiller {
  /** How much of what was heard is left, had it been played from its arrival on; negative: how much is missing. */
  #leftMs = -Infinity;

  /** The caller's audio was forwarded. */
  heard(bytes: number): void {
    this.#leftMs = durationMs(bytes);
  }

  /** To be called every 20 ms. Whether a frame of silence is due; it counts as sent when it is. */
  due(): boolean {
    this.#leftMs -= FRAME_MS;
    return this.#leftMs < -GAP_MS;
  }
}
