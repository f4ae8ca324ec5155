import type { KeyObject } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion, TransferTarget } from '../../relay/peer';
import type { CallControl } from '../callControl';
import type { CarrierDocuments } from '../documents';
import { sendHandOver, sendUpdate, type RestUpdate, type RestUpdateContext } from '../restUpdate';
import { refuseTransfer } from '../transferLimit';
import { farewellNcco, sayNcco, transferNcco, type NccoAction } from './answer';
import { applicationToken } from './applicationToken';

export interface CallControlOptions {
  apiBaseUrl: string;
  applicationId: string;
  privateKey: KeyObject;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
  /** Seconds since 1970. */
  now: () => number;
}

/** Below the public address: what becomes of a hand-over, and what is said to whoever answers. */
export const TRANSFER_PATH = '/vonage/transfer';
export const WHISPER_PATH = '/vonage/whisper';

export interface HandOverOptions {
  publicUrl: string;
  /** Where the words for whoever answers wait. */
  whispers: Pick<CarrierDocuments, 'keep'>;
  /** How long a telephone may ring, in s. */
  maxRingingSeconds: number;
}

/** A call at Vonage. */
export interface VonageCall {
  uuid: string;
  /** The number of ours that was called. */
  called: string | undefined;
}

/** Changes live calls by Vonage's REST API (Vonage docs, "Voice API", "Modify an in-progress call"). */
export class VonageCallControl implements CallControl<VonageCall> {
  readonly stayed = 'VONAGE_STAYED';

  constructor(
    private readonly options: CallControlOptions,
    private readonly handOver: HandOverOptions,
  ) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError VONAGE_API_FAILED
   */
  hangUp(call: VonageCall): Promise<void> {
    return sendUpdate(this.#update(call, { action: 'hangup' }), this.#context);
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up.
   * @throws BridgeError VONAGE_API_FAILED
   */
  divert(call: VonageCall, { message, number }: Diversion): Promise<void> {
    const ncco = farewellNcco(message, number, call.called);
    return sendUpdate(this.#goOn(call, ncco), this.#context);
  }

  /**
   * Connects the caller to somebody else.
   * @throws BridgeError VONAGE_API_FAILED, BODY_INVALID
   */
  async transfer(
    call: VonageCall,
    target: TransferTarget,
    sessionId: string,
  ): Promise<'taken' | 'unanswered'> {
    this.checkTransfer(call, target);
    const { publicUrl, whispers, maxRingingSeconds } = this.handOver;
    const { whisper } = target;
    const id = whisper === undefined ? undefined : whispers.keep(JSON.stringify(sayNcco(whisper)));
    const ncco = transferNcco({
      target: { ...target, timeoutSeconds: Math.min(target.timeoutSeconds, maxRingingSeconds) },
      called: call.called,
      eventUrl: `${publicUrl}${TRANSFER_PATH}/${sessionId}/${call.uuid}`,
      whisperUrl: id === undefined ? undefined : `${publicUrl}${WHISPER_PATH}/${id}`,
    });
    return sendHandOver(this.#goOn(call, ncco), this.#context);
  }

  /** Vonage documents nothing that is said to whoever answers at a SIP address. */
  checkTransfer(_call: VonageCall, { kind, whisper }: TransferTarget): void {
    if (kind === 'sip' && whisper !== undefined) {
      refuseTransfer(
        'whisper',
        'Vonage can say it on the telephone only, not at a SIP address; leave it out',
      );
    }
  }

  get #context(): RestUpdateContext {
    const { dispatcher, userAgent, clock } = this.options;
    return { dispatcher, userAgent, clock, code: 'VONAGE_API_FAILED' };
  }

  #goOn(call: VonageCall, ncco: readonly NccoAction[]): RestUpdate {
    return this.#update(call, { action: 'transfer', destination: { type: 'ncco', ncco } });
  }

  #update({ uuid }: VonageCall, change: Record<string, unknown>): RestUpdate {
    const { apiBaseUrl, applicationId, privateKey, now } = this.options;
    return {
      method: 'PUT',
      url: `${apiBaseUrl}/v1/calls/${encodeURIComponent(uuid)}`,
      headers: () => ({ authorization: `Bearer ${applicationToken(applicationId, privateKey, now())}` }),
      body: change,
    };
  }
}
