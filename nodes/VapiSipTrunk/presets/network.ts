import { isDocumentationIpv4, isFirstOfNetwork, isIpv4, isPublicIpv4 } from '../../shared/ipv4';
import type { Gateway } from '../spec';

/** Widest and narrowest network that Vapi takes for a gateway. Source: Vapi docs, gateway configuration reference. */
export const NETMASKS = { widest: 24, narrowest: 32 } as const;

export interface Network {
  ip: string;
  netmask: number;
}

export type NetworkProblem =
  /** Not an IPv4 address: a host name, IPv6, or a slip of the pen. */
  | 'notAnAddress'
  /** The netmask is none from 24 to 32. */
  | 'netmask'
  /** No call can come from there: private, loopback, link local, carrier-grade NAT … */
  | 'private'
  /** `203.0.113.9/28` says one address and means another. */
  | 'notFirst';

/** Reads `203.0.113.10` or `203.0.113.0/28`. Addresses for documentation pass, so that examples can be previewed. */
export function parseNetwork(text: string): { network: Network } | { problem: NetworkProblem } {
  const [ip = '', mask, ...rest] = text.trim().split('/');
  if (!isIpv4(ip) || rest.length > 0) return { problem: 'notAnAddress' };
  const netmask = mask === undefined ? NETMASKS.narrowest : /^\d{1,2}$/.test(mask) ? Number(mask) : NaN;
  if (!(netmask >= NETMASKS.widest && netmask <= NETMASKS.narrowest)) return { problem: 'netmask' };
  if (!isPublicIpv4(ip) && !isDocumentationIpv4(ip)) return { problem: 'private' };
  return isFirstOfNetwork(ip, netmask) ? { network: { ip, netmask } } : { problem: 'notFirst' };
}

/** Gateways that let calls in from networks and send none there; what can't be read is left out. */
export function inboundGateways(networks: readonly string[], port = 5060): Gateway[] {
  return networks.flatMap((text) => {
    const parsed = parseNetwork(text);
    return 'network' in parsed
      ? [{ ...parsed.network, port, inboundEnabled: true, outboundEnabled: false }]
      : [];
  });
}

/** The gateway that calls go out to; a host name is allowed here, since it lets nothing in. */
export function outboundGateway(
  ip: string,
  port: number,
  outboundProtocol: NonNullable<Gateway['outboundProtocol']>,
): Gateway {
  return { ip, port, inboundEnabled: false, outboundEnabled: true, outboundProtocol };
}
