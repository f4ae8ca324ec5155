import type { TransferTarget } from '../../relay/peer';
import type { CarrierDocuments } from '../documents';
import { refuseTransfer } from '../transferLimit';
import { sayTwiml, transferTwiml } from './answer';

/** Below the path of a carrier: what `<Dial>` tells of a hand-over, and asks for. */
export const DIAL_ANSWERED_PATH = '/dial/answered';
export const DIAL_OVER_PATH = '/dial/over';
export const WHISPER_PATH = '/dial/whisper';

/** What Twilio takes as the `Twiml` of a call (Twilio docs, "Call resource", create and update). */
export const MAX_TWIML = 4000;

/** As long as the ids of documents are. */
const ANY_ID = '0'.repeat(32);

export interface HandOverOptions {
  /** The address of the bridge with the path of the carrier: `https://…/twilio`. */
  carrierUrl: string;
  documents: Pick<CarrierDocuments, 'keep'>;
  /** In messages. */
  carrierName: string;
  /** How long a telephone may ring there, in s; undefined: as long as is wanted. */
  maxRingingSeconds?: number;
  /** Whether the carrier knows `answerOnBridge`. */
  answerOnBridge: boolean;
}

/** Writes the documents of hand-overs for carriers whose documents are TwiML. */
export class TwimlHandOver {
  constructor(private readonly options: HandOverOptions) {}

  /**
   * The document that connects the caller to somebody else.
   * @throws BridgeError BODY_INVALID when the carrier would not take it
   */
  document(target: TransferTarget, sessionId: string): string {
    this.check(target, sessionId);
    const { whisper } = target;
    const id = whisper === undefined ? undefined : this.options.documents.keep(sayTwiml(whisper));
    return this.#write(target, sessionId, id);
  }

  /** @throws BridgeError BODY_INVALID when the carrier would not take it: what is said comes from the request */
  check(target: TransferTarget, sessionId: string): void {
    const { length } = this.#write(target, sessionId, target.whisper === undefined ? undefined : ANY_ID);
    if (length <= MAX_TWIML) return;
    const { carrierName } = this.options;
    refuseTransfer(
      'message',
      `${length} characters as a document, of which ${carrierName} takes ${MAX_TWIML}; shorten it`,
    );
  }

  #write(target: TransferTarget, sessionId: string, whisperId: string | undefined): string {
    const { carrierUrl, maxRingingSeconds = Infinity, answerOnBridge } = this.options;
    const urlFor = (path: string): string => `${carrierUrl}${path}?session=${sessionId}`;
    return transferTwiml({
      target: { ...target, timeoutSeconds: Math.min(target.timeoutSeconds, maxRingingSeconds) },
      answeredUrl: urlFor(DIAL_ANSWERED_PATH),
      overUrl: urlFor(DIAL_OVER_PATH),
      // Under an id that nobody can guess: nobody else can have it said, or read it.
      whisperUrl: whisperId === undefined ? undefined : `${carrierUrl}${WHISPER_PATH}/${whisperId}`,
      answerOnBridge,
    });
  }
}
