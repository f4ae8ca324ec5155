/** Counts the bytes that requests hold in memory, so that all together stay below a bound. */
export class BytesInFlight {
  #held = 0;

  /** @param limit in bytes, for those that are above `free` bytes each; smaller ones are counted, but always let in */
  constructor(
    private readonly limit: number,
    private readonly free: number,
  ) {}

  /** Bytes held at the moment. */
  get held(): number {
    return this.#held;
  }

  /** @returns what gives the bytes back, once, however often it is called; `undefined`: there is no room for them */
  hold(bytes: number): (() => void) | undefined {
    if (bytes > this.free && this.#held + bytes > this.limit) return undefined;
    this.#held += bytes;
    let left = bytes;
    return () => {
      this.#held -= left;
      left = 0;
    };
  }
}
