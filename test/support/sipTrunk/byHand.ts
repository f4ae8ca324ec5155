import type { ManualSpec, TrunkSpec } from '../../../nodes/VapiSipTrunk/spec';
import { ASSISTANT_ID, NUMBER } from './fixtures';

type Wish = Partial<Omit<TrunkSpec, 'manual'>> & { manual?: Partial<ManualSpec> };

/** As the carrier gives it out. */
export const CARRIER_LOGIN = { username: 'trunk-7', password: 'Given-by-the-carrier-7' };

/** A telephone system that is set up by hand; its login is made up. */
export function customSpec({ manual, ...others }: Wish = {}): TrunkSpec {
  return {
    ...{ name: 'Support line', carrier: 'custom', region: 'us', transport: 'udp', access: 'login' },
    numbers: [{ e164: NUMBER, inVapi: NUMBER }],
    answeredBy: { assistantId: ASSISTANT_ID },
    ...others,
    manual: {
      ...{ outboundHost: 'sip.example.com', outboundPort: 5060, inboundNetworks: ['203.0.113.16/28'] },
      leadingPlus: true,
      ...manual,
    },
  };
}

/** A trunk at DIDWW with the login that DIDWW has given out. */
export function didwwSpec({ manual, ...others }: Wish = {}): TrunkSpec {
  return customSpec({
    ...{ carrier: 'didww', access: 'both' },
    ...others,
    manual: { login: CARRIER_LOGIN, ...manual },
  });
}
