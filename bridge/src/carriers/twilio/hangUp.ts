import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion } from '../../relay/peer';
import { NoAnswerInTime, sendUpdate, type RestUpdate } from '../restUpdate';
import { farewellTwiml } from './answer';

/** The caller is still with the assistant meanwhile, so it need not be given up as early as a farewell. */
const REDIRECT_BUDGET_MS = 10_000;

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
    return this.#update(call, { Status: 'completed' });
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up. A call that
   * is over already (404) is no failure.
   * @throws BridgeError TWILIO_API_FAILED
   */
  divert(call: TwilioCall, { message, number }: Diversion): Promise<void> {
    return this.#update(call, { Twiml: farewellTwiml(message, number) });
  }

  /**
   * Replaces the rest of the call by a document. A call that is over is a failure here.
   * @returns `unanswered`: Twilio has said nothing for 10 s, so it may have done it or not
   * @throws BridgeError TWILIO_API_FAILED
   */
  async redirect(call: TwilioCall, twiml: string): Promise<'taken' | 'unanswered'> {
    try {
      await this.#update(call, { Twiml: twiml }, { mustBeLive: true, budgetMs: REDIRECT_BUDGET_MS });
      return 'taken';
    } catch (error) {
      if (error instanceof NoAnswerInTime) return 'unanswered';
      throw error;
    }
  }

  #update(
    call: TwilioCall,
    fields: Record<string, string>,
    how: Pick<RestUpdate, 'mustBeLive' | 'budgetMs'> = {},
  ): Promise<void> {
    const { apiBaseUrl, authToken, dispatcher, userAgent, clock } = this.options;
    const [account, callSid] = [call.accountSid, call.callSid].map(encodeURIComponent);
    const user = this.options.accountSid ?? call.accountSid;
    const authorization = `Basic ${Buffer.from(`${user}:${authToken}`).toString('base64')}`;
    return sendUpdate(
      {
        method: 'POST',
        url: `${apiBaseUrl}/2010-04-01/Accounts/${account}/Calls/${callSid}.json`,
        headers: () => ({ authorization }),
        body: new URLSearchParams(fields),
        ...how,
      },
      { dispatcher, userAgent, clock, code: 'TWILIO_API_FAILED' },
    );
  }
}
