import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion } from '../../relay/peer';
import { sendUpdate } from '../restUpdate';
import { farewellTwiml } from './answer';

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
   * @throws BridgeError TWILIO_API_FAILED
   */
  redirect(call: TwilioCall, twiml: string): Promise<void> {
    return this.#update(call, { Twiml: twiml }, true);
  }

  #update(call: TwilioCall, fields: Record<string, string>, mustBeLive = false): Promise<void> {
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
        mustBeLive,
      },
      { dispatcher, userAgent, clock, code: 'TWILIO_API_FAILED' },
    );
  }
}
