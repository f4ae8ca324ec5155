import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion } from '../../relay/peer';
import type { Farewells } from '../farewells';
import { sendUpdate } from '../restUpdate';
import { farewellCxml } from './answer';
import { FAREWELL_PATH } from './signature';

export interface CallControlOptions {
  /** The address of the space, `https://….signalwire.com`. */
  spaceUrl: string;
  projectId: string;
  apiToken: string;
  publicUrl: string;
  farewells: Farewells;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** A call at SignalWire. */
export interface SignalWireCall {
  /** The project. */
  accountSid: string;
  callSid: string;
}

/** Changes live calls by SignalWire's Compatibility API (SignalWire docs: "Update a Call"). */
export class SignalWireCallControl {
  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. A call that is over already (404) is no failure.
   * @throws BridgeError SIGNALWIRE_API_FAILED
   */
  complete(call: SignalWireCall): Promise<void> {
    return this.#update(call, { Status: 'completed' });
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up.
   * SignalWire takes only the address of a document, and asks for it there.
   * @throws BridgeError SIGNALWIRE_API_FAILED, also when SignalWire doesn't ask for the message in time
   */
  divert(call: SignalWireCall, { message, number }: Diversion): Promise<void> {
    const { publicUrl, farewells } = this.options;
    return farewells.offer(farewellCxml(message, number), (id) =>
      this.#update(call, { Url: `${publicUrl}${FAREWELL_PATH}/${id}`, Method: 'POST' }),
    );
  }

  #update({ accountSid, callSid }: SignalWireCall, fields: Record<string, string>): Promise<void> {
    const { spaceUrl, projectId, apiToken, dispatcher, userAgent, clock } = this.options;
    const account = `${spaceUrl}/api/laml/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`;
    const authorization = `Basic ${Buffer.from(`${projectId}:${apiToken}`).toString('base64')}`;
    return sendUpdate(
      {
        method: 'POST',
        url: `${account}/Calls/${encodeURIComponent(callSid)}.json`,
        headers: () => ({ authorization }),
        body: new URLSearchParams(fields),
      },
      { dispatcher, userAgent, clock, code: 'SIGNALWIRE_API_FAILED' },
    );
  }
}
