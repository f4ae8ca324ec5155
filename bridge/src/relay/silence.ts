import { FRAME_MS } from './audio';

/** TCP delays audio but loses none: what is missing for less than this comes late, and silence would split a word. */
const GAP_MS = 500;

/**
 * Says when a frame of silence is to be sent to the assistant, which gives up a caller it hears nothing from: from
 * the opening until the caller's audio flows, and while that has stopped.
 */
export class SilenceFiller {
  #next: number;

  /** @param now when the assistant's socket was opened */
  constructor(now: number) {
    this.#next = now;
  }

  /** The caller's audio was forwarded. */
  heard(now: number): void {
    this.#next = now + GAP_MS;
  }

  /** Whether a 20 ms frame of silence is due; it counts as sent when it is. */
  due(now: number): boolean {
    if (now < this.#next) return false;
    // After a pause of the process the frames that were missed are not made up for.
    this.#next = (now - this.#next > 5 * FRAME_MS ? now : this.#next) + FRAME_MS;
    return true;
  }
}
