import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** As long as the ticket of a call that came in is good, which the stream shows besides. */
export const LIFETIME_MS = 60_000;

/**
 * Proofs that a media socket is expected, for carriers that don't sign its handshake: given out with each answer to a
 * webhook, and shown by the handshake. Without one, strangers could open as many sockets as may wait for their start,
 * and keep the carrier's out. A pass holds the end of its time and a keyed digest of that, so nothing has to be kept;
 * the key is this object's own. Which call a stream is of is told by its ticket, which is good once.
 */
export class StreamPasses {
  readonly #key = randomBytes(32);

  /** @param now monotonic, ms */
  constructor(private readonly now: () => number) {}

  /** A pass that is good from now on for as long as its ticket: digits, letters, `_`, `-` and one dot. */
  issue(lifetimeMs = LIFETIME_MS): string {
    const until = String(Math.ceil(this.now() + lifetimeMs));
    return `${until}.${this.#sign(until).toString('base64url')}`;
  }

  isValid(pass: string | undefined): boolean {
    const [, until = '', proof = ''] = /^(\d{1,15})\.([\w-]{43})$/.exec(pass ?? '') ?? [];
    if (until === '' || !timingSafeEqual(Buffer.from(proof, 'base64url'), this.#sign(until))) return false;
    return this.now() < Number(until);
  }

  #sign(until: string): Buffer {
    return createHmac('sha256', this.#key).update(until).digest();
  }
}
