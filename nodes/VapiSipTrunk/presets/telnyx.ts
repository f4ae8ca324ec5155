import type { CarrierPreset } from './carrierPreset';
import { fact } from './fact';
import { TELNYX_REGIONS } from './telnyxRegions';

const CONNECTION = 'https://developers.telnyx.com/api-reference/fqdn-connections/create-an-fqdn-connection';
const AUTHENTICATION =
  'https://developers.telnyx.com/api-reference/fqdn-connections/update-an-fqdn-authentication';
const PORTS = 'https://developers.telnyx.com/docs/voice/sip-trunking/network-configuration/ip-whitelisting';
const VAPI = 'https://docs.vapi.ai/advanced/sip/telnyx';

export const telnyxPreset: CarrierPreset = {
  name: 'Telnyx',
  outboundHost: fact(
    TELNYX_REGIONS.us.host,
    ['https://sipdev.telnyx.com/'],
    `${VAPI} says that a host name is refused as a gateway; https://docs.vapi.ai/advanced/sip/troubleshoot-sip-trunk-credential-errors, which is newer, says that this holds for incoming calls only.`,
  ),
  ports: fact({ udp: 5060, tcp: 5060, tls: 5061 }, [PORTS]),
  inboundNetworks: fact(TELNYX_REGIONS.us.addresses.value, [
    ...TELNYX_REGIONS.us.addresses.sources.map(({ link }) => link),
  ]),
  authentication: fact(
    'login of the builder',
    [AUTHENTICATION, VAPI],
    'The user name is unique among all connections of Telnyx, the password has 8 characters or more.',
  ),
  leadingPlus: fact(
    true,
    [CONNECTION],
    'Without the plus Telnyx tries the dialling rules of single countries.',
  ),
  numberFormat: fact('+E.164', [CONNECTION], 'Set by the connection: inbound.dnis_number_format.'),
  refer: fact(
    undefined,
    [
      'https://developers.telnyx.com/api-reference/call-commands/sip-refer-a-call',
      'https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/refer',
    ],
    'Telnyx documents SIP REFER for its Call Control and TeXML only.',
  ),
  limits: [
    fact('Calls go to the United States and Canada only, until the outbound voice profile allows more.', [
      VAPI,
    ]),
    fact('Numbers whose calls come as G.711 A-law may sound muffled at Vapi: PCMU is to be preferred.', [
      VAPI,
    ]),
  ],
};
