/** How many frames may wait for one that is missing, and how long, in ms: what a caller doesn't notice. */
export const MAX_HELD = 3;
export const MAX_WAIT_MS = 60;
/** A number so far below the one that is due is no latecomer: the counting has begun anew. */
const RESTART_DISTANCE = 50;

interface Held {
  number: number;
  audio: Buffer;
  /** When it has waited for long enough. */
  until: number;
}

/**
 * Brings numbered frames into their order. A frame in its turn passes at once and is not copied; one that is early
 * waits for those before it, until it has waited MAX_WAIT_MS or more than MAX_HELD wait; then what is missing before it
 * is given up. What comes later than that, or twice, is dropped, for it would be heard in the wrong place.
 */
export class Reorderer {
  /** The number of the next frame. Counting begins at 1, or lower if the first frame says so. */
  #due = 1;
  #hasPassed = false;
  /** By number, ascending. */
  readonly #held: Held[] = [];

  /** @param pass gets the frames in their order, whose bytes are valid during the call only */
  constructor(private readonly pass: (audio: Buffer) => void) {}

  /** When `expire` is to be called, on the clock of `push`; undefined: nothing waits. */
  get deadline(): number | undefined {
    return this.#held.length === 0 ? undefined : Math.min(...this.#held.map((held) => held.until));
  }

  /**
   * A frame has come.
   * @param now monotonic, ms
   * @returns whether it is of use: not too late, nor there already
   */
  push(number: number, audio: Buffer, now: number): boolean {
    // The usual case, which is all there is to it in a stream that comes in order.
    if (number === this.#due && this.#held.length === 0) {
      this.#advance(number, audio);
      return true;
    }
    // Time counts afterwards only: where this process was busy, a frame may have come in time and be read late.
    const isOfUse = this.#place(number, audio, now + MAX_WAIT_MS);
    if (this.#held.length > MAX_HELD) this.#giveUp();
    this.expire(now);
    return isOfUse;
  }

  /** Time has passed: what has waited for long enough passes, and what stands before it. */
  expire(now: number): void {
    while (this.#held.some(({ until }) => until <= now)) this.#giveUp();
  }

  /** Nothing more will come: what waits passes. */
  flush(): void {
    while (this.#held.length > 0) this.#giveUp();
  }

  #place(number: number, audio: Buffer, until: number): boolean {
    if (this.#beginsAnew(number)) this.#due = number;
    if (number < this.#due) return false;
    if (number > this.#due) return this.#hold({ number, audio: Buffer.from(audio), until });
    this.#advance(number, audio);
    this.#passHeld();
    return true;
  }

  /** Whether the frame is the first of another counting than the one that was expected. */
  #beginsAnew(number: number): boolean {
    if (!this.#hasPassed) return number < this.#due;
    if (this.#due - number <= RESTART_DISTANCE) return false;
    this.flush();
    return true;
  }

  #hold(frame: Held): boolean {
    let at = this.#held.length;
    while (at > 0 && (this.#held[at - 1] as Held).number > frame.number) at -= 1;
    if (this.#held[at - 1]?.number === frame.number) return false;
    this.#held.splice(at, 0, frame);
    return true;
  }

  /** Gives up what is missing before the first frame that waits. */
  #giveUp(): void {
    this.#due = this.#held[0]?.number ?? this.#due;
    this.#passHeld();
  }

  #passHeld(): void {
    while (this.#held[0]?.number === this.#due) {
      const { number, audio } = this.#held.shift() as Held;
      this.#advance(number, audio);
    }
  }

  #advance(number: number, audio: Buffer): void {
    this.#due = number + 1;
    this.#hasPassed = true;
    this.pass(audio);
  }
}
