import { sourcesOf, type Source } from './fact';

/** A place where Twilio's Elastic SIP Trunking meets the internet. */
export interface TwilioEdge {
  name: string;
  /** The older name, still seen in host names. */
  region: string;
  /** Networks that its SIP signalling comes from, e.g. `54.172.60.0/30`. */
  networks: readonly string[];
  /** Each of them lists the same networks. */
  sources: readonly Source[];
}

const TWILIO = 'https://www.twilio.com/docs/sip-trunking/ip-addresses';
const GOOGLE = 'https://docs.cloud.google.com/contact-center/ccai-platform/docs/byoc-ip-allow-list';
const VAPI = 'https://docs.vapi.ai/advanced/sip/twilio';

/**
 * Edge locations by the ID that stands in Twilio's URIs. Twilio asks to let in all of them, since calls come from
 * another edge when one is down; which edges a trunk lets in is the builder's choice.
 */
export const TWILIO_EDGES: Readonly<Record<string, TwilioEdge>> = {
  ashburn: edge('North America (Virginia)', 'us1', '54.172.60.0/30'),
  umatilla: edge('North America (Oregon)', 'us2', '54.244.51.0/30'),
  dublin: edge('Europe (Ireland)', 'ie1', '54.171.127.192/30', VAPI),
  frankfurt: edge('Europe (Frankfurt)', 'de1', '35.156.191.128/30', VAPI),
  singapore: edge('Asia Pacific (Singapore)', 'sg1', '54.169.127.128/30'),
  tokyo: edge('Asia Pacific (Tokyo)', 'jp1', '54.65.63.192/30'),
  'sao-paulo': edge('South America (São Paulo)', 'br1', '177.71.206.192/30'),
  sydney: edge('Asia Pacific (Sydney)', 'au1', '54.252.254.64/30'),
};

function edge(name: string, region: string, network: string, ...more: string[]): TwilioEdge {
  return { name, region, networks: [network], sources: sourcesOf([TWILIO, GOOGLE, ...more]) };
}
