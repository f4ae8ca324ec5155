import { type SipServer, type SipServerOptions, startSipServer } from '../sip/sipServer';
import type { VapiEmulator } from '../vapi';
import { type SbcRegion, decide } from './policy';

export interface VapiSbcOptions extends Omit<SipServerOptions, 'decide'> {
  /** Whose credentials and phone numbers count, as they are at the time of a call. */
  vapi: Pick<VapiEmulator, 'storedAll'>;
  region?: SbcRegion;
}

/** Starts a stand-in for Vapi's session border controller, where carriers send calls to. */
export async function startVapiSbc({ vapi, region, ...options }: VapiSbcOptions): Promise<SipServer> {
  return await startSipServer({
    ...options,
    decide: ({ uri }, { address }) => {
      const stored = {
        credentials: vapi.storedAll('credential'),
        phoneNumbers: vapi.storedAll('phone-number'),
      };
      return decide(uri, address, stored, region);
    },
  });
}
