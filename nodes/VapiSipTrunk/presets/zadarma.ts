import type { CarrierPreset } from './carrierPreset';
import { fact } from './fact';

const VAPI = 'https://docs.vapi.ai/advanced/sip/zadarma';
const TRUNK = 'https://zadarma.com/en/support/faq/voip/what_is_the_sip_trunk/';

export const zadarmaPreset: CarrierPreset = {
  name: 'Zadarma',
  outboundHost: fact('sip.zadarma.com', [VAPI]),
  ports: fact({ udp: 5060 }, [VAPI], 'The guide uses the default of a gateway and names no other transport.'),
  inboundNetworks: fact([], [VAPI], 'No list of Zadarma was found, and the guide names none: ask Zadarma.'),
  authentication: fact(
    'login of the carrier',
    [VAPI],
    `SIP number and its password; not a SIP trunk by ${TRUNK}.`,
  ),
  leadingPlus: fact(true, [VAPI]),
  numberFormat: fact('E.164', [VAPI], 'The address is typed in with the number, so any form works.'),
  refer: fact(undefined, [VAPI], 'Not documented.'),
  limits: [],
};
