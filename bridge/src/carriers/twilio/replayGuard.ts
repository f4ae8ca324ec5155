const REMEMBERED = 20_000;
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/**
 * Remembers which calls have been answered. Twilio's signature holds no time, so a captured webhook could be sent
 * again for ever, and each time would open (and bill) a call at Vapi. A day and 20 000 calls are remembered.
 *
 * The signature is remembered beside the CallSid: it stays the same when the borders between fields are moved (see
 * sids.ts), whatever CallSid that yields, such as the one of "ParentCallSid".
 */
export class ReplayGuard {
  readonly #seen = new Map<string, number>();

  /** @param now monotonic, ms */
  constructor(private readonly now: () => number) {}

  /** True for the first webhook of this call and with this signature, false for each later one. */
  firstUse(callSid: string, signature: string): boolean {
    const now = this.now();
    // A Map keeps the order of insertion, so the oldest come first.
    for (const [oldest, at] of this.#seen) {
      if (now - at < LIFETIME_MS) break;
      this.#seen.delete(oldest);
    }
    if (this.#seen.has(callSid) || this.#seen.has(signature)) return false;
    for (const mark of [callSid, signature]) {
      const [oldest] = this.#seen.keys();
      if (oldest !== undefined && this.#seen.size >= 2 * REMEMBERED) this.#seen.delete(oldest);
      this.#seen.set(mark, now);
    }
    return true;
  }
}
