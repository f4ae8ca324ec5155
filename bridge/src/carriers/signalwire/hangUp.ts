import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion, TransferTarget } from '../../relay/peer';
import type { CallControl } from '../callControl';
import type { CarrierDocuments } from '../documents';
import { sendHandOver, sendUpdate, type RestUpdate, type RestUpdateContext } from '../restUpdate';
import type { TwimlHandOver } from '../twilio/handOver';
import type { TwilioCall } from '../twilio/hangUp';
import { farewellCxml } from './answer';
import { DOCUMENT_PATH, FAREWELL_PATH } from './signature';

export interface CallControlOptions {
  /** The address of the space, `https://….signalwire.com`. */
  spaceUrl: string;
  projectId: string;
  apiToken: string;
  publicUrl: string;
  /** SignalWire takes only the address of a document, and asks for it there. */
  documents: CarrierDocuments;
  /** Writes the documents of hand-overs. */
  handOver: TwimlHandOver;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** Changes live calls by SignalWire's Compatibility API (SignalWire docs: "Update a Call"). */
export class SignalWireCallControl implements CallControl<TwilioCall> {
  readonly stayed = 'SIGNALWIRE_STAYED';

  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError SIGNALWIRE_API_FAILED
   */
  hangUp(call: TwilioCall): Promise<void> {
    return sendUpdate(this.#update(call, { Status: 'completed' }), this.#context);
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up.
   * @throws BridgeError SIGNALWIRE_API_FAILED, also when SignalWire doesn't ask for the message in time
   */
  divert(call: TwilioCall, { message, number }: Diversion): Promise<void> {
    return this.options.documents.offer(farewellCxml(message, number), (id) =>
      sendUpdate(this.#goOn(call, FAREWELL_PATH, id), this.#context),
    );
  }

  /**
   * Connects the caller to somebody else.
   * @returns `unanswered` also when SignalWire doesn't ask for the document in time: it may do so later
   * @throws BridgeError SIGNALWIRE_API_FAILED, BODY_INVALID
   */
  async transfer(
    call: TwilioCall,
    target: TransferTarget,
    sessionId: string,
  ): Promise<'taken' | 'unanswered'> {
    const { documents, handOver } = this.options;
    return documents.handOver(handOver.document(target, sessionId), (id) =>
      sendHandOver(this.#goOn(call, DOCUMENT_PATH, id), this.#context),
    );
  }

  checkTransfer(_call: TwilioCall, target: TransferTarget, sessionId: string): void {
    this.options.handOver.check(target, sessionId);
  }

  get #context(): RestUpdateContext {
    const { dispatcher, userAgent, clock } = this.options;
    return { dispatcher, userAgent, clock, code: 'SIGNALWIRE_API_FAILED' };
  }

  #goOn(call: TwilioCall, path: string, id: string): RestUpdate {
    return this.#update(call, { Url: `${this.options.publicUrl}${path}/${id}`, Method: 'POST' });
  }

  #update({ accountSid, callSid }: TwilioCall, fields: Record<string, string>): RestUpdate {
    const { spaceUrl, projectId, apiToken } = this.options;
    const account = `${spaceUrl}/api/laml/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`;
    const authorization = `Basic ${Buffer.from(`${projectId}:${apiToken}`).toString('base64')}`;
    return {
      method: 'POST',
      url: `${account}/Calls/${encodeURIComponent(callSid)}.json`,
      headers: () => ({ authorization }),
      body: new URLSearchParams(fields),
    };
  }
}
