import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Timer } from '../clock';

interface Entry<Claim> {
  claim: Claim;
  timer: Timer;
}

/**
 * Single-use tickets that tie a media socket to the webhook that asked for it: 256 random bits, kept as SHA-256 only
 * and looked up by it, so neither the look-up time nor a memory dump tells a valid one.
 */
export class Tickets<Claim> {
  readonly #entries = new Map<string, Entry<Claim>>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: number,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  /** Issues a ticket for `claim`; `expired` runs when nobody has redeemed it within its lifetime, in ms. */
  issue(claim: Claim, expired: () => void, lifetimeMs = this.lifetimeMs): string {
    const ticket = randomBytes(32).toString('base64url');
    const key = digest(ticket);
    const timer = this.clock.after(lifetimeMs, () => {
      this.#entries.delete(key);
      expired();
    });
    this.#entries.set(key, { claim, timer });
    return ticket;
  }

  /**
   * Takes the ticket in. `undefined`: unknown, used, expired, or the claim isn't the presenter's; in the last case
   * the ticket stays valid, so that a stranger can't spoil it.
   */
  redeem(ticket: string, isPresenters: (claim: Claim) => boolean): Claim | undefined {
    const key = digest(ticket);
    const entry = this.#entries.get(key);
    if (!entry || !isPresenters(entry.claim)) return undefined;
    this.#remove(key, entry);
    return entry.claim;
  }

  /** Takes back a ticket whose claim has become void. */
  revoke(ticket: string): void {
    const key = digest(ticket);
    const entry = this.#entries.get(key);
    if (entry) this.#remove(key, entry);
  }

  #remove(key: string, entry: Entry<Claim>): void {
    entry.timer.cancel();
    this.#entries.delete(key);
  }
}

function digest(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64');
}
