import type { CarrierPreset } from './carrierPreset';
import { fact } from './fact';

const SPECIFICATIONS = 'https://docs.plivo.com/docs/sip-trunking/concepts/technical-specifications.md';
const VAPI = 'https://docs.vapi.ai/advanced/sip/plivo';

export const plivoPreset: CarrierPreset = {
  name: 'Plivo',
  outboundHost: fact(
    undefined,
    [VAPI, 'https://plivo.mintlify.app/voice-agents/sip-trunking/api/sip-trunking'],
    'Each outbound trunk has a termination domain of its own: {number}.zt.plivo.com.',
  ),
  ports: fact({ udp: 5060, tcp: 5060, tls: 5061 }, [SPECIFICATIONS]),
  inboundNetworks: fact(
    [],
    [SPECIFICATIONS],
    'The page names the data centers, but no addresses: ask Plivo.',
  ),
  authentication: fact('addresses', [VAPI, SPECIFICATIONS], 'A login may be used besides or instead.'),
  leadingPlus: fact(false, [VAPI], 'The guide leaves it at its default.'),
  numberFormat: fact('E.164', [VAPI], 'As in the examples of the guide; compare with a call in the SIP log.'),
  refer: fact(
    undefined,
    [SPECIFICATIONS, VAPI],
    'Plivo says that REFER is supported, Vapi says that Plivo refuses it.',
  ),
  limits: [
    fact('G.711 only (PCMU, PCMA).', [VAPI, SPECIFICATIONS]),
    fact('Indian numbers cannot be used with Vapi.', [VAPI]),
  ],
};
