import { hash } from 'node:crypto';
import { RecentMarks } from '../recentMarks';

/** Tokens are good for five minutes, and a minute before their time: none is remembered for longer than it is of use. */
const LIFETIME_MS = 7 * 60 * 1000;
/** Within that time: some 50 a second. */
const REMEMBERED = 20_000;
/** As many as a number holds exactly. */
const DIGEST_BYTES = 6;

/**
 * Remembers where each token was used. Vonage's tokens cover the body of a request, but neither its method nor its path
 * (Vonage docs, "Webhooks", "Decoding signed webhooks"): one that was captured would open other doors than the one it
 * was made for. Vonage itself may repeat a request as it was.
 */
export class TokenUses {
  readonly #places: RecentMarks;

  /** @param now monotonic, ms */
  constructor(now: () => number) {
    this.#places = new RecentMarks(REMEMBERED, LIFETIME_MS, now);
  }

  /**
   * Notes the use of a token whose signature is good.
   * @param path of the request, as it came
   * @returns whether it was used nowhere else before
   */
  admits(token: string, method: string, path: string): boolean {
    const place = hash('sha256', `${method} ${path}`, 'buffer').readUIntBE(0, DIGEST_BYTES);
    const known = this.#places.get(token);
    if (known === undefined) this.#places.note(token, place);
    return known === undefined || known === place;
  }
}
