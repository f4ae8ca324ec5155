import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion, TransferTarget } from '../../relay/peer';
import type { CallControl } from '../callControl';
import type { CarrierDocuments } from '../documents';
import { sendHandOver, sendUpdate, type RestUpdate, type RestUpdateContext } from '../restUpdate';
import { farewellXml, sayXml, transferXml } from './answer';

/** Below the public address; the id of a farewell follows. */
export const FAREWELL_PATH = '/plivo/farewell';
/** The same for documents of hand-overs, and for what is said to whoever answers. */
export const DOCUMENT_PATH = '/plivo/dial/document';
export const WHISPER_PATH = '/plivo/dial/whisper';
/** Below the public address; the session follows: what `<Dial>` tells of a hand-over. */
export const DIAL_ANSWERED_PATH = '/plivo/dial/answered';
export const DIAL_OVER_PATH = '/plivo/dial/over';

export interface CallControlOptions {
  apiBaseUrl: string;
  authId: string;
  authToken: string;
  publicUrl: string;
  /** Plivo takes only the address of a document, and asks for it there. */
  documents: CarrierDocuments;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** Changes live calls, named by their UUID, by Plivo's REST API (Plivo docs, "Call"). */
export class PlivoCallControl implements CallControl<string> {
  readonly stayed = 'PLIVO_STAYED';

  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call ("Hang up a call"). A call that is over already (404) is no failure.
   * @throws BridgeError PLIVO_API_FAILED
   */
  hangUp(callUuid: string): Promise<void> {
    return sendUpdate(this.#update(`Call/${encodeURIComponent(callUuid)}`, 'DELETE'), this.#context);
  }

  /**
   * Ends a call that was asked for, whether it is still in Plivo's queue ("Hang up a call request") or rings already:
   * then its UUID is taken to be that of the request, which Plivo shows but nowhere promises.
   * @throws BridgeError PLIVO_API_FAILED
   */
  async cancel(requestUuid: string): Promise<void> {
    await sendUpdate(this.#update(`Request/${encodeURIComponent(requestUuid)}`, 'DELETE'), this.#context);
    await this.hangUp(requestUuid);
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up ("Transfer a
   * call").
   * @throws BridgeError PLIVO_API_FAILED, also when Plivo doesn't ask for the message in time
   */
  divert(callUuid: string, { message, number }: Diversion): Promise<void> {
    return this.options.documents.offer(farewellXml(message, number), (id) =>
      sendUpdate(this.#goOn(callUuid, FAREWELL_PATH, id), this.#context),
    );
  }

  /**
   * Connects the caller to somebody else ("Transfer a call").
   * @returns `unanswered` also when Plivo doesn't ask for the document in time: it may do so later
   * @throws BridgeError PLIVO_API_FAILED
   */
  transfer(callUuid: string, target: TransferTarget, sessionId: string): Promise<'taken' | 'unanswered'> {
    const { publicUrl, documents } = this.options;
    const { whisper } = target;
    const id = whisper === undefined ? undefined : documents.keep(sayXml(whisper));
    const document = transferXml({
      target,
      answeredUrl: `${publicUrl}${DIAL_ANSWERED_PATH}/${sessionId}`,
      overUrl: `${publicUrl}${DIAL_OVER_PATH}/${sessionId}`,
      whisperUrl: id === undefined ? undefined : `${publicUrl}${WHISPER_PATH}/${id}`,
    });
    return documents.handOver(document, (documentId) =>
      sendHandOver(this.#goOn(callUuid, DOCUMENT_PATH, documentId), this.#context),
    );
  }

  /** Plivo takes whatever the REST API of the bridge does. */
  checkTransfer(): void {
    // Nothing to be refused.
  }

  get #context(): RestUpdateContext {
    const { dispatcher, userAgent, clock } = this.options;
    return { dispatcher, userAgent, clock, code: 'PLIVO_API_FAILED' };
  }

  #goOn(callUuid: string, path: string, id: string): RestUpdate {
    const body = { legs: 'aleg', aleg_url: `${this.options.publicUrl}${path}/${id}`, aleg_method: 'POST' };
    return this.#update(`Call/${encodeURIComponent(callUuid)}`, 'POST', body);
  }

  #update(path: string, method: RestUpdate['method'], body?: Record<string, unknown>): RestUpdate {
    const { apiBaseUrl, authId, authToken } = this.options;
    const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;
    return {
      method,
      // The slash at the end is part of the address.
      url: `${apiBaseUrl}/v1/Account/${encodeURIComponent(authId)}/${path}/`,
      headers: () => ({ authorization }),
      body,
    };
  }
}
