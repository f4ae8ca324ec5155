import { type SipServer, type SipServerOptions, startSipServer } from '../sip/sipServer';
import { type TerminationTrunk, TwilioTermination } from './policy';

export type { TerminationTrunk } from './policy';

export interface TwilioSbcOptions extends Omit<SipServerOptions, 'decide'> {
  /** The trunks of the account as they are at the time of a call. */
  trunks: () => readonly TerminationTrunk[];
}

/** Starts a stand-in for the side of Twilio's SIP trunks that takes calls to the telephone network. */
export async function startTwilioSbc({ trunks, ...options }: TwilioSbcOptions): Promise<SipServer> {
  const termination = new TwilioTermination(trunks);
  return await startSipServer({
    ...options,
    decide: (invite, { address }) => termination.decide(invite, address),
  });
}
