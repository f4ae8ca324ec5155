import type { CarrierPreset } from './carrierPreset';
import { fact } from './fact';

const VAPI = 'https://docs.vapi.ai/advanced/sip/sip-trunk';

/** Any other carrier or a telephone system of one's own: nothing is known but SIP's usual ports. */
export const customPreset: CarrierPreset = {
  name: 'the carrier',
  outboundHost: fact(undefined, [VAPI]),
  ports: fact({ udp: 5060, tcp: 5060, tls: 5061 }, ['https://www.rfc-editor.org/rfc/rfc3261#section-19.1.2']),
  inboundNetworks: fact([], [VAPI]),
  authentication: fact(
    'login of the builder',
    [VAPI],
    'Vapi advises against addresses alone, unless the carrier gives each customer a host of its own.',
  ),
  leadingPlus: fact(false, [VAPI], "Vapi's default."),
  numberFormat: fact('+E.164', [VAPI], 'Has to be what the carrier sends.'),
  refer: fact(undefined, [VAPI]),
  limits: [],
};
