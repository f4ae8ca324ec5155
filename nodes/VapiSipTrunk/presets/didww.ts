import type { CarrierPreset } from './carrierPreset';
import { fact } from './fact';

const INBOUND = 'https://doc.didww.com/voice/inbound-trunks/sip-trunks/sip-connectivity-reference.html';
const OUTBOUND = 'https://doc.didww.com/voice/outbound-trunks/outbound-sip-information.html';
const VAPI = 'https://docs.vapi.ai/advanced/sip/didww';
const IMPORT = 'https://docs.vapi.ai/phone-numbers/didww';

export const didwwPreset: CarrierPreset = {
  name: 'DIDWW',
  outboundHost: fact(
    'nyc.us.out.didww.com',
    [OUTBOUND],
    'New York. Others: lac.us, mia.us, fra.eu, ams.eu, sg and hk, each followed by .out.didww.com.',
  ),
  ports: fact({ udp: 5060, tcp: 5060, tls: 5061 }, [OUTBOUND]),
  inboundNetworks: fact(
    [
      ...['46.19.209.14', '46.19.210.14', '46.19.212.14', '46.19.213.14', '46.19.214.14', '46.19.215.14'],
      '185.238.173.14',
    ],
    [INBOUND, VAPI, 'https://doc.didww.com/voice.json'],
  ),
  authentication: fact('addresses and login of the carrier', [VAPI, OUTBOUND]),
  leadingPlus: fact(false, [VAPI], 'The guide leaves it at its default.'),
  numberFormat: fact('+E.164', [IMPORT], 'The user part of the address is set at the inbound trunk.'),
  refer: fact(true, [VAPI], 'Max Transfers of the inbound trunk has to be 1 or more.'),
  limits: [
    fact('Outbound trunks have to be requested at DIDWW first.', [
      'https://doc.didww.com/voice/outbound-trunks/get-access.html',
      VAPI,
    ]),
  ],
};
