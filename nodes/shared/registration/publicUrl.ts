import { isPublicIpv4 } from '../ipv4';

/**
 * Names that only a local network or the machine itself resolves: reserved ones, those that RFC 6762, G, knows to be
 * in private use, and what common routers give out.
 */
const LOCAL_SUFFIXES = [
  ...['localhost', 'local', 'home.arpa', 'invalid', 'localdomain', 'fritz.box'],
  ...['intranet', 'internal', 'private', 'corp', 'home', 'lan'],
];

/**
 * Why Vapi's servers can't or shouldn't reach an address. Looks at the address alone: a public name that leads to a
 * private network is not found out.
 *
 * @returns a phrase that follows on the address, undefined for a public https URL
 */
export function publicUrlProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is not a URL';
  const url = new URL(address);
  if (url.protocol !== 'https:') return 'does not begin with https:';
  // A dot at the end is part of a full name and changes nothing.
  const host = url.hostname.replace(/\.$/, '');
  if (host.startsWith('[')) return isPublicIpv6(host.slice(1, -1)) ? undefined : 'is not a public address';
  // The parser has brought every notation of an IPv4 address into this form.
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    return isPublicIpv4(host) ? undefined : 'is not a public address';
  }
  if (LOCAL_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) {
    return 'is known in the local network only';
  }
  return host.includes('.') ? undefined : 'has no domain, so it is known in the local network only';
}

/**
 * Public is 2000::/3 alone, which leaves out loopback, private, link-local, multicast and mapped IPv4 addresses;
 * and of it neither protocol assignments (2001::/23), 6to4 (2002::/16) nor documentation.
 */
function isPublicIpv6(address: string): boolean {
  const [first = 0, second = 0] = address.split(':').map((part) => (part === '' ? 0 : parseInt(part, 16)));
  if (first < 0x2000 || first > 0x3fff) return false;
  if (first === 0x2001) return second >= 0x200 && second !== 0xdb8;
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}
