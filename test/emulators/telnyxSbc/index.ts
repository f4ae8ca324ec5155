import { type SipServer, type SipServerOptions, startSipServer } from '../sip/sipServer';
import type { TelnyxState } from '../telnyx';
import { TelnyxTermination } from './policy';

export interface TelnyxSbcOptions extends Omit<SipServerOptions, 'decide'> {
  /** The account, as it is at the time of a call. */
  state: TelnyxState;
}

/** Starts a stand-in for the side of Telnyx's connections that takes calls to the telephone network. */
export async function startTelnyxSbc({ state, ...options }: TelnyxSbcOptions): Promise<SipServer> {
  const termination = new TelnyxTermination(state);
  return await startSipServer({ ...options, decide: (invite) => termination.decide(invite) });
}
