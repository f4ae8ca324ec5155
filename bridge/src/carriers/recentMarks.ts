import { hash } from 'node:crypto';

/** Of a SHA-256: as many as nobody can find two equal texts for by chance. */
const DIGEST_BYTES = 16;
/** A power of two. */
const CHAINS = 2 ** 15;

/**
 * Remembers the last texts of some number, for some time, each with a number of its own that it was noted with. Tables
 * of fixed size hold them, 46 bytes a text, where a Map of strings takes three times that.
 *
 * The texts noted are numbered from 1. Number n stands at n % capacity, where a later one overwrites it. Texts whose
 * digests begin alike form a chain from the newest to the oldest, so a search ends at the first that is forgotten, and
 * nothing has ever to be removed.
 */
export class RecentMarks {
  readonly #digests: Buffer;
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  /** The number before in the chain; 0: none. */
  readonly #previous: Float64Array;
  readonly #newest = new Float64Array(CHAINS);
  #count = 0;

  /** @param now monotonic, ms */
  constructor(
    private readonly capacity: number,
    private readonly lifetimeMs: number,
    private readonly now: () => number,
  ) {
    this.#digests = Buffer.alloc(capacity * DIGEST_BYTES);
    this.#times = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#previous = new Float64Array(capacity);
  }

  /** What the text was last noted with; `undefined` when it is not remembered. */
  get(text: string): number | undefined {
    const digest = digestOf(text);
    const since = this.now() - this.lifetimeMs;
    let number = this.#newest[chainOf(digest)] ?? 0;
    while (number > 0 && number > this.#count - this.capacity) {
      const place = number % this.capacity;
      if ((this.#times[place] ?? 0) <= since) return undefined;
      const at = place * DIGEST_BYTES;
      if (digest.compare(this.#digests, at, at + DIGEST_BYTES) === 0) return this.#values[place];
      number = this.#previous[place] ?? 0;
    }
    return undefined;
  }

  note(text: string, value: number): void {
    const digest = digestOf(text);
    const chain = chainOf(digest);
    this.#count += 1;
    const place = this.#count % this.capacity;
    digest.copy(this.#digests, place * DIGEST_BYTES);
    this.#times[place] = this.now();
    this.#values[place] = value;
    this.#previous[place] = this.#newest[chain] ?? 0;
    this.#newest[chain] = this.#count;
  }
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST_BYTES);
}

function chainOf(digest: Buffer): number {
  return digest.readUInt16LE() % CHAINS;
}
