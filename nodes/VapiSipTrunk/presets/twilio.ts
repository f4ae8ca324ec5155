import type { CarrierPreset } from './carrierPreset';
import { fact } from './fact';
import { TWILIO_EDGES } from './twilioEdges';

const TRUNKING = 'https://www.twilio.com/docs/sip-trunking';
const ADDRESSES = `${TRUNKING}/ip-addresses`;
const VAPI = 'https://docs.vapi.ai/advanced/sip/twilio';

export const twilioPreset: CarrierPreset = {
  name: 'Twilio',
  outboundHost: fact(undefined, [TRUNKING], 'Each trunk has a domain of its own: {example}.pstn.twilio.com.'),
  ports: fact({ udp: 5060, tcp: 5060, tls: 5061 }, [ADDRESSES]),
  inboundNetworks: fact(
    Object.values(TWILIO_EDGES).flatMap(({ networks }) => networks),
    [ADDRESSES, 'https://docs.cloud.google.com/contact-center/ccai-platform/docs/byoc-ip-allow-list'],
    'By edge location; both pages list the same eight networks.',
  ),
  authentication: fact('addresses', [TRUNKING, VAPI], 'A credential list may be used besides or instead.'),
  leadingPlus: fact(true, [VAPI]),
  numberFormat: fact('+E.164', [VAPI]),
  refer: fact(true, [`${TRUNKING}/call-transfer`], 'Has to be enabled for each trunk.'),
  limits: [],
};
