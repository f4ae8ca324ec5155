import { createHash, randomBytes } from 'node:crypto';

const LIFETIME_MS = 30_000;
/** Beyond it the oldest one is void: who asks for so many has no use for them. */
const MAX_TICKETS = 1000;

/** A ticket, and until when it is good. */
export interface UpgradeTicket {
  ticket: string;
  expiresAt: string;
}

/**
 * Single-use tickets for WebSockets that a browser opens: it can't send headers with them, and the key of the API has
 * no business in an address. 256 random bits, kept as SHA-256 only. Nothing runs in the background.
 */
export class UpgradeTickets {
  /** When each is void, on the clock's time; oldest first. */
  readonly #voidAt = new Map<string, number>();

  /** @param now monotonic time in ms */
  constructor(private readonly now: () => number) {}

  issue(): UpgradeTicket {
    const now = this.now();
    for (const [key, voidAt] of this.#voidAt) {
      if (voidAt > now && this.#voidAt.size < MAX_TICKETS) break;
      this.#voidAt.delete(key);
    }
    const ticket = randomBytes(32).toString('base64url');
    this.#voidAt.set(digest(ticket), now + LIFETIME_MS);
    return { ticket, expiresAt: new Date(Date.now() + LIFETIME_MS).toISOString() };
  }

  /** Takes a ticket in; false: unknown, used or expired. */
  redeem(ticket: string): boolean {
    const key = digest(ticket);
    const voidAt = this.#voidAt.get(key);
    this.#voidAt.delete(key);
    return voidAt !== undefined && voidAt > this.now();
  }
}

function digest(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64');
}
