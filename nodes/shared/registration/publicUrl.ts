/**
 * Names that only a local network or the machine itself resolves: reserved ones, those that RFC 6762, G, knows to be
 * in private use, and what common routers give out.
 */
const LOCAL_SUFFIXES = [
  ...['localhost', 'local', 'home.arpa', 'invalid', 'localdomain', 'fritz.box'],
  ...['intranet', 'internal', 'private', 'corp', 'home', 'lan'],
];

/** First address and prefix length of what IANA's registry of special addresses keeps from the public. */
const SPECIAL_IPV4: ReadonlyArray<readonly [address: string, prefix: number]> = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
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

function isPublicIpv4(address: string): boolean {
  const value = toNumber(address);
  return !SPECIAL_IPV4.some(([first, prefix]) => {
    const size = 2 ** (32 - prefix);
    return Math.floor(value / size) === Math.floor(toNumber(first) / size);
  });
}

function toNumber(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
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
