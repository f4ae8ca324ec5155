const MINUTE_MS = 60_000;
/** Clients remembered at a time; beyond it the one seen longest ago is forgotten. */
const MAX_CLIENTS = 10_000;

interface Bucket {
  tokens: number;
  /** When `tokens` was right. */
  at: number;
}

/**
 * So many of something a minute and client, all at once or spread out (a token bucket). Its memory is bounded, and
 * nothing runs in the background.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** @param now monotonic time in ms */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number,
    private readonly maxClients = MAX_CLIENTS,
  ) {}

  /** Clients remembered at the moment. */
  get size(): number {
    return this.#buckets.size;
  }

  /** How many ms the client has to wait until `take` succeeds; 0: not at all. */
  waitMs(client: string): number {
    const missing = 1 - this.#tokensOf(client);
    return missing <= 0 ? 0 : Math.ceil((missing * MINUTE_MS) / this.perMinute);
  }

  /** Takes one, if one is left. @returns as `waitMs`, 0 when it was taken */
  take(client: string): number {
    const wait = this.waitMs(client);
    if (wait > 0) return wait;
    const tokens = this.#tokensOf(client) - 1;
    // Anew at the end of the map, so that its first entry is the one seen longest ago.
    this.#buckets.delete(client);
    this.#buckets.set(client, { tokens, at: this.now() });
    if (this.#buckets.size > this.maxClients) {
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest);
        break;
      }
    }
    return 0;
  }

  #tokensOf(client: string): number {
    const bucket = this.#buckets.get(client);
    if (!bucket) return this.perMinute;
    const refilled = ((this.now() - bucket.at) * this.perMinute) / MINUTE_MS;
    return Math.min(this.perMinute, bucket.tokens + refilled);
  }
}
