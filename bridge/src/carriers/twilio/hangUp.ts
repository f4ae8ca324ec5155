import { request, type Dispatcher } from 'undici';
import { BridgeError } from '../../errors';
import { farewellTwiml } from './answer';

const TIMEOUT_MS = 5000;

export interface CallControlOptions {
  apiBaseUrl: string;
  authToken: string;
  /** The account that signs in; without it, the one that the call belongs to. */
  accountSid: string | undefined;
  dispatcher: Dispatcher;
  userAgent: string;
}

/** Changes live calls by Twilio's REST API (Twilio docs: "Call resource", update). */
export class TwilioCallControl {
  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError TWILIO_API_FAILED
   */
  complete(accountSid: string, callSid: string): Promise<void> {
    return this.#update(accountSid, callSid, { Status: 'completed' });
  }

  /**
   * Replaces the rest of the call by a spoken message and the hang-up.
   * @throws BridgeError TWILIO_API_FAILED
   */
  speak(accountSid: string, callSid: string, message: string): Promise<void> {
    return this.#update(accountSid, callSid, { Twiml: farewellTwiml(message) });
  }

  async #update(accountSid: string, callSid: string, fields: Record<string, string>): Promise<void> {
    const { apiBaseUrl, authToken, dispatcher, userAgent } = this.options;
    const user = this.options.accountSid ?? accountSid;
    const path = `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Calls/${encodeURIComponent(callSid)}.json`;
    let status: number;
    try {
      const answer = await request(apiBaseUrl + path, {
        method: 'POST',
        dispatcher,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        headers: {
          authorization: `Basic ${Buffer.from(`${user}:${authToken}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': userAgent,
        },
        body: new URLSearchParams(fields).toString(),
      });
      status = answer.statusCode;
      await answer.body.dump();
    } catch (error) {
      throw new BridgeError('TWILIO_API_FAILED', (error as NodeJS.ErrnoException).code ?? 'no answer');
    }
    if (status !== 404 && (status < 200 || status > 299)) {
      throw new BridgeError('TWILIO_API_FAILED', `status ${status}`);
    }
  }
}
