import type { SipRegion } from '../spec';
import { fact, type Fact } from './fact';

/** Where Telnyx hands calls over. */
export interface TelnyxRegion {
  /** Value of `inbound.sip_region` of a connection: calls to Vapi come from this region's addresses. */
  sipRegion: 'US' | 'Europe';
  /** Where Vapi sends its calls to. */
  host: string;
  addresses: Fact<readonly string[]>;
}

const TELNYX = 'https://sipdev.telnyx.com/';
const FAILOVER = 'https://developers.telnyx.com/docs/voice/sip-trunking/routing/failover-and-retries';
const GOOGLE = 'https://docs.cloud.google.com/contact-center/ccai-platform/docs/byoc-ip-allow-list';
const VAPI = 'https://docs.vapi.ai/advanced/sip/telnyx';

/** The region of Telnyx that is nearest to each of Vapi's. */
export const TELNYX_REGIONS: Readonly<Record<SipRegion, TelnyxRegion>> = {
  us: {
    sipRegion: 'US',
    host: 'sip.telnyx.com',
    addresses: fact(['192.76.120.10', '64.16.250.10'], [TELNYX, FAILOVER, GOOGLE, VAPI]),
  },
  eu: {
    sipRegion: 'Europe',
    host: 'sip.telnyx.eu',
    addresses: fact(
      ['185.246.41.140', '185.246.41.141'],
      [TELNYX, GOOGLE],
      `${FAILOVER} names others for Europe (5.172.39.10, 5.172.39.25) and a host name that the first page does not have; not used.`,
    ),
  },
};
