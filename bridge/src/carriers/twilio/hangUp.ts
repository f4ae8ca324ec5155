import { request, type Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import { deferred } from '../../deferred';
import { BridgeError } from '../../errors';
import type { Diversion } from '../../relay/peer';
import { farewellTwiml } from './answer';

/**
 * How long an update may take, with its repetition. A diversion is given up early: the caller hears nothing meanwhile,
 * and hears the same words when the socket is closed. A call that was to be hung up hears them by mistake.
 */
const DIVERT_BUDGET_MS = 2500;
const COMPLETE_BUDGET_MS = 2500;
const RETRY_DELAY_MS = 250;

export interface CallControlOptions {
  apiBaseUrl: string;
  authToken: string;
  /** The account that signs in; without it, the one that the call belongs to. */
  accountSid: string | undefined;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** A call at Twilio. */
export interface TwilioCall {
  accountSid: string;
  callSid: string;
}

type Outcome = 'done' | { problem: string; repeatable: boolean };

/**
 * Changes live calls by Twilio's REST API (Twilio docs: "Call resource", update). An update says what the call shall
 * be, so it can be repeated: once, when Twilio was not reached or has failed.
 */
export class TwilioCallControl {
  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError TWILIO_API_FAILED
   */
  complete(call: TwilioCall): Promise<void> {
    return this.#update(call, { Status: 'completed' }, COMPLETE_BUDGET_MS);
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up. A call that
   * is over already (404) is no failure.
   * @throws BridgeError TWILIO_API_FAILED
   */
  divert(call: TwilioCall, { message, number }: Diversion): Promise<void> {
    return this.#update(call, { Twiml: farewellTwiml(message, number) }, DIVERT_BUDGET_MS);
  }

  async #update(call: TwilioCall, fields: Record<string, string>, budgetMs: number): Promise<void> {
    const { clock } = this.options;
    const body = new URLSearchParams(fields).toString();
    const abort = new AbortController();
    const timer = clock.after(budgetMs, () => abort.abort());
    try {
      let outcome = await this.#post(call, body, abort.signal);
      if (outcome !== 'done' && outcome.repeatable) {
        const pause = deferred();
        clock.after(RETRY_DELAY_MS, pause.resolve);
        await pause.promise;
        outcome = await this.#post(call, body, abort.signal);
      }
      if (outcome !== 'done') throw new BridgeError('TWILIO_API_FAILED', outcome.problem);
    } finally {
      timer.cancel();
    }
  }

  async #post({ accountSid, callSid }: TwilioCall, body: string, signal: AbortSignal): Promise<Outcome> {
    const { apiBaseUrl, authToken, dispatcher, userAgent } = this.options;
    const user = this.options.accountSid ?? accountSid;
    const path = `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Calls/${encodeURIComponent(callSid)}.json`;
    try {
      const { statusCode: status, body: answer } = await request(apiBaseUrl + path, {
        method: 'POST',
        dispatcher,
        signal,
        headers: {
          authorization: `Basic ${Buffer.from(`${user}:${authToken}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': userAgent,
        },
        body,
      });
      // What the answer says is known by its status; whether the rest of it comes doesn't matter.
      await answer.dump().catch(() => undefined);
      if (status === 404 || (status >= 200 && status <= 299)) return 'done';
      return { problem: `status ${status}`, repeatable: status === 429 || status >= 500 };
    } catch (error) {
      if (signal.aborted) return { problem: 'no answer in time', repeatable: false };
      return { problem: (error as NodeJS.ErrnoException).code ?? 'no answer', repeatable: true };
    }
  }
}
