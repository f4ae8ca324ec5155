const FRAME_MS = 20;
/** After a pause of this process so many frames are made up for at once; the rest is skipped. */
const CATCH_UP = 10;

/** Calls its members every 20 ms of real time. */
export class Ticker {
  readonly #members = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  add(member: () => void): void {
    this.#members.add(member);
    if (this.#timer) return;
    let due = performance.now() + FRAME_MS;
    this.#timer = setInterval(() => {
      const now = performance.now();
      due = Math.max(due, now - CATCH_UP * FRAME_MS);
      for (; due <= now; due += FRAME_MS) for (const each of this.#members) each();
    }, FRAME_MS / 2);
  }

  remove(member: () => void): void {
    this.#members.delete(member);
    if (this.#members.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
