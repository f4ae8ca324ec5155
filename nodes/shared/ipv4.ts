/** First address and prefix length of what IANA's registry of special addresses keeps from the public. */
const SPECIAL: ReadonlyArray<readonly [address: string, prefix: number]> = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
];

/** For examples in texts only. Source: RFC 5737. */
const DOCUMENTATION: typeof SPECIAL = [
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
];

const DOTTED = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether a text is an IPv4 address in its usual form: four numbers without leading zeros. */
export function isIpv4(text: string): boolean {
  return DOTTED.test(text);
}

/** Whether an IPv4 address is one that the internet leads to. */
export function isPublicIpv4(address: string): boolean {
  return !isWithin(SPECIAL, address) && !isDocumentationIpv4(address);
}

/** Whether an IPv4 address is kept for examples: nobody has it, so nothing comes from it and nothing is let in. */
export function isDocumentationIpv4(address: string): boolean {
  return isWithin(DOCUMENTATION, address);
}

/** Whether an address is the first of a network of this prefix length, as `54.172.60.0` is with 30. */
export function isFirstOfNetwork(address: string, prefix: number): boolean {
  return numberOf(address) % 2 ** (32 - prefix) === 0;
}

/** Whether a network holds an address. */
export function contains(network: { ip: string; netmask: number }, address: string): boolean {
  return isWithin([[network.ip, network.netmask]], address);
}

function isWithin(networks: typeof SPECIAL, address: string): boolean {
  const value = numberOf(address);
  return networks.some(([first, prefix]) => {
    const size = 2 ** (32 - prefix);
    return Math.floor(value / size) === Math.floor(numberOf(first) / size);
  });
}

function numberOf(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}
