import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion, TransferTarget } from '../../relay/peer';
import type { CallControl } from '../callControl';
import { sendHandOver, sendUpdate, type RestUpdate, type RestUpdateContext } from '../restUpdate';
import { farewellTwiml } from './answer';
import type { TwimlHandOver } from './handOver';

export interface CallControlOptions {
  apiBaseUrl: string;
  authToken: string;
  /** The account that signs in; without it, the one that the call belongs to. */
  accountSid: string | undefined;
  /** Writes the documents of hand-overs. */
  handOver: Pick<TwimlHandOver, 'document' | 'check'>;
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
export class TwilioCallControl implements CallControl<TwilioCall> {
  readonly stayed = 'TWILIO_STAYED';

  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError TWILIO_API_FAILED
   */
  hangUp(call: TwilioCall): Promise<void> {
    return sendUpdate(this.#update(call, { Status: 'completed' }), this.#context);
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up. A call that
   * is over already (404) is no failure.
   * @throws BridgeError TWILIO_API_FAILED
   */
  divert(call: TwilioCall, { message, number }: Diversion): Promise<void> {
    return sendUpdate(this.#update(call, { Twiml: farewellTwiml(message, number) }), this.#context);
  }

  /**
   * Connects the caller to somebody else. A call that is over is a failure here.
   * @returns `unanswered`: Twilio has said nothing for 10 s, so it may have done it or not
   * @throws BridgeError TWILIO_API_FAILED, BODY_INVALID
   */
  async transfer(
    call: TwilioCall,
    target: TransferTarget,
    sessionId: string,
  ): Promise<'taken' | 'unanswered'> {
    const Twiml = this.options.handOver.document(target, sessionId);
    return sendHandOver(this.#update(call, { Twiml }), this.#context);
  }

  checkTransfer(_call: TwilioCall, target: TransferTarget, sessionId: string): void {
    this.options.handOver.check(target, sessionId);
  }

  get #context(): RestUpdateContext {
    const { dispatcher, userAgent, clock } = this.options;
    return { dispatcher, userAgent, clock, code: 'TWILIO_API_FAILED' };
  }

  #update(call: TwilioCall, fields: Record<string, string>): RestUpdate {
    const { apiBaseUrl, authToken } = this.options;
    const [account, callSid] = [call.accountSid, call.callSid].map(encodeURIComponent);
    const user = this.options.accountSid ?? call.accountSid;
    const authorization = `Basic ${Buffer.from(`${user}:${authToken}`).toString('base64')}`;
    return {
      method: 'POST',
      url: `${apiBaseUrl}/2010-04-01/Accounts/${account}/Calls/${callSid}.json`,
      headers: () => ({ authorization }),
      body: new URLSearchParams(fields),
    };
  }
}
