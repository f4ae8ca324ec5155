import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, SocketAddress } from 'node:net';

/** More proxies than this don't stand one behind the other; a longer header is somebody's invention. */
const MAX_HOPS = 16;
const LOOPBACK_IPV6 = '::1';

/** An address, or a range of them. */
export interface AddressRange {
  address: string;
  /** Leading bits that count: at most 32 in IPv4 and 128 in IPv6. */
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** Reads `192.0.2.1`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/32`; `undefined` when it is none of these. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || rest.length > 0) return undefined;
  const width = version === 4 ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return undefined;
  const prefix = bits === undefined ? width : Number(bits);
  if (prefix > width) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/**
 * Tells who a request comes from, as the key of a limit and for nothing else: a header proves nothing, so signatures
 * are never checked against it.
 *
 * That is the remote address, or, where this is a trusted proxy, the last entry of `X-Forwarded-For` that isn't one:
 * each proxy appends the address it was reached from, so everything further left may be the client's invention. An
 * IPv6 client counts as its /64 network, since whoever has one address there has them all (RFC 4291, 2.5.4).
 *
 * @param trustedProxies as `parseAddressRange` reads them
 * @returns a function that yields an IPv4 address, an IPv6 /64 network, `::1`, or `unknown` for a socket that is gone
 */
export function createClientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trusted = new BlockList();
  for (const text of trustedProxies) {
    const range = parseAddressRange(text);
    if (!range) throw new TypeError('a trusted proxy is neither an address nor a range of addresses');
    trusted.addSubnet(range.address, range.prefix, range.family);
  }
  const isTrusted = (address: string): boolean =>
    trusted.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

  return (request) => {
    let client = normalised(request.socket.remoteAddress ?? '');
    if (client === undefined) return 'unknown';
    const hops = isTrusted(client) ? forwardedFor(request) : [];
    for (const hop of hops) {
      const address = normalised(hop);
      // What a trusted proxy could not name is known no better than by that proxy.
      if (address === undefined) break;
      client = address;
      if (!isTrusted(address)) break;
    }
    return isIP(client) === 6 && client !== LOOPBACK_IPV6 ? networkOf(client) : client;
  };
}

/** Whether a client, as `createClientAddress` names it, is on this machine: a proxy, then, in front of all others. */
export function isLoopbackClient(client: string): boolean {
  return client === LOOPBACK_IPV6 || client.startsWith('127.');
}

/** The entries of the header, the one added last first. */
function forwardedFor(request: IncomingMessage): string[] {
  const header = request.headers['x-forwarded-for'];
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text.split(',').slice(-MAX_HOPS).reverse();
}

/** The plain address of `192.0.2.1`, `192.0.2.1:80`, `::ffff:192.0.2.1`, `[2001:db8::1]:443`, `fe80::1%eth0`. */
function normalised(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/%.*$/, '');
  const version = isIP(bare);
  if (version !== 6) return version === 4 ? bare : undefined;
  // Node writes the shortest form, and an IPv4 address in IPv6 with points, however it came.
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' });
  return address.replace(/^::ffff:(\d+(?:\.\d+){3})$/, '$1');
}

/** @param address in the shortest form */
function networkOf(address: string): string {
  // In the shortest form four groups or fewer stand before the gap, if there is one.
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const width = after.at(-1)?.includes('.') ? after.length + 1 : after.length;
  const gap = tail === undefined ? 0 : 8 - before.length - width;
  const groups = [...before, ...Array<string>(gap).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
