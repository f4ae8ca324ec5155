import type { KeyObject } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion } from '../../relay/peer';
import { sendUpdate } from '../restUpdate';
import { farewellNcco } from './answer';
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

/** A call at Vonage. */
export interface VonageCall {
  uuid: string;
  /** The number of ours that was called. */
  called: string | undefined;
}

/** Changes live calls by Vonage's REST API (Vonage docs, "Voice API", "Modify an in-progress call"). */
export class VonageCallControl {
  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError VONAGE_API_FAILED
   */
  hangUp(call: VonageCall): Promise<void> {
    return this.#update(call, { action: 'hangup' });
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up.
   * @throws BridgeError VONAGE_API_FAILED
   */
  divert(call: VonageCall, { message, number }: Diversion): Promise<void> {
    const ncco = farewellNcco(message, number, call.called);
    return this.#update(call, { action: 'transfer', destination: { type: 'ncco', ncco } });
  }

  #update({ uuid }: VonageCall, change: Record<string, unknown>): Promise<void> {
    const { apiBaseUrl, applicationId, privateKey, now, dispatcher, userAgent, clock } = this.options;
    return sendUpdate(
      {
        method: 'PUT',
        url: `${apiBaseUrl}/v1/calls/${encodeURIComponent(uuid)}`,
        headers: () => ({ authorization: `Bearer ${applicationToken(applicationId, privateKey, now())}` }),
        body: change,
      },
      { dispatcher, userAgent, clock, code: 'VONAGE_API_FAILED' },
    );
  }
}
