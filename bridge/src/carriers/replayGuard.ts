import { RecentMarks } from './recentMarks';

const REMEMBERED = 20_000;
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/**
 * `first`: a call that was not answered yet. `repeated`: one that was. `foreign`: the signature is another call's, so
 * nothing of the request is to be believed.
 */
export type WebhookUse = 'first' | 'repeated' | 'foreign';

/**
 * Remembers which calls have been answered. A signature that holds no time, such as Twilio's, lets a captured webhook
 * be sent again for ever, and each time would open (and bill) a call at Vapi. A day and 20 000 calls are remembered.
 *
 * The signature is remembered beside the id of the call: Twilio's stays the same when the borders between fields are
 * moved (see twilio/sids.ts), whatever id that yields, such as the one of "ParentCallSid". One call can have several
 * signatures: Twilio repeats a webhook as it was, or at the fallback URL with the error added (Twilio docs,
 * "Connection overrides" and "Voice fallback URL").
 */
export class ReplayGuard {
  /** Ids of calls and signatures, with the number of the call that they are of. */
  readonly #marks: RecentMarks;
  #calls = 0;

  /** @param now monotonic, ms */
  constructor(now: () => number) {
    this.#marks = new RecentMarks(2 * REMEMBERED, LIFETIME_MS, now);
  }

  /** Notes a webhook, and tells what became of its call and its signature before. */
  use(callId: string, signature: string): WebhookUse {
    const known = this.#marks.get(callId);
    const signed = this.#marks.get(signature);
    if (signed !== undefined) return signed === known ? 'repeated' : 'foreign';
    const call = known ?? (this.#calls += 1);
    if (known === undefined) this.#marks.note(callId, call);
    this.#marks.note(signature, call);
    return known === undefined ? 'first' : 'repeated';
  }
}
