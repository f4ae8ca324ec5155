import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion } from '../../relay/peer';
import type { Farewells } from '../farewells';
import { sendUpdate, type RestUpdate } from '../restUpdate';
import { farewellXml } from './answer';

/** Below the public address; the id of a farewell follows. */
export const FAREWELL_PATH = '/plivo/farewell';

export interface CallControlOptions {
  apiBaseUrl: string;
  authId: string;
  authToken: string;
  publicUrl: string;
  farewells: Farewells;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** Changes live calls by Plivo's REST API (Plivo docs, "Call", "Hang up a call" and "Transfer a call"). */
export class PlivoCallControl {
  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError PLIVO_API_FAILED
   */
  hangUp(callUuid: string): Promise<void> {
    return this.#update(callUuid, { method: 'DELETE', body: undefined });
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up.
   * @throws BridgeError PLIVO_API_FAILED, also when Plivo doesn't ask for the message in time
   */
  divert(callUuid: string, { message, number }: Diversion): Promise<void> {
    const { publicUrl, farewells } = this.options;
    return farewells.offer(farewellXml(message, number), (id) => {
      const url = `${publicUrl}${FAREWELL_PATH}/${id}`;
      return this.#update(callUuid, {
        method: 'POST',
        body: { legs: 'aleg', aleg_url: url, aleg_method: 'POST' },
      });
    });
  }

  #update(callUuid: string, change: Pick<RestUpdate, 'method' | 'body'>): Promise<void> {
    const { apiBaseUrl, authId, authToken, dispatcher, userAgent, clock } = this.options;
    const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;
    // The slash at the end is part of the address.
    const path = `/v1/Account/${encodeURIComponent(authId)}/Call/${encodeURIComponent(callUuid)}/`;
    return sendUpdate(
      { ...change, url: apiBaseUrl + path, headers: () => ({ authorization }) },
      { dispatcher, userAgent, clock, code: 'PLIVO_API_FAILED' },
    );
  }
}
