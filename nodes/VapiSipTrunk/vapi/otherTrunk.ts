import { contains, isIpv4 } from '../../shared/ipv4';
import type { JsonObject } from '../../shared/protocol/json';
import { finding, type Finding } from '../findings/finding';
import { parseNetwork } from '../presets/network';
import { PRESETS, type CarrierId } from '../presets/table';
import { TELNYX_REGIONS } from '../presets/telnyxRegions';
import type { Gateway, TrunkSpec } from '../spec';
import { gatewaysOf } from './gateways';
import type { VapiWorld } from './vapiWorld';

/** Hosts of the carriers that the node knows; each customer or region has another one below it. */
const HOSTS: Readonly<Record<Exclude<CarrierId, 'custom'>, RegExp>> = {
  twilio: /\.twilio\.com$/,
  telnyx: /(?:^|\.)telnyx\.[a-z]+(?:\.[a-z]+)?$/,
  plivo: /(?:^|\.)plivo\.com$/,
  zadarma: /(?:^|\.)zadarma\.com$/,
  didww: /(?:^|\.)didww\.com$/,
};

/**
 * An error where the credential that has the trunk's name is certainly another trunk's: in Vapi a name is all that
 * credentials are told apart by, and nothing keeps two carriers from having a trunk of the same name.
 */
export function otherTrunkFindings(
  spec: TrunkSpec,
  { credentials }: Pick<VapiWorld, 'credentials'>,
): Finding[] {
  const [credential] = credentials;
  if (credential === undefined || mayBeOurs(spec, credential)) return [];
  return [otherTrunk(credential)];
}

/** The same for gateways that have nothing in common with those that are wanted. */
export function nothingInCommon(
  { credentials }: Pick<VapiWorld, 'credentials'>,
  wanted: readonly Gateway[],
): Finding[] {
  const [credential] = credentials;
  const there = gatewaysOf(credential);
  if (credential === undefined || there.length === 0 || wanted.length === 0) return [];
  const hosts = new Set(wanted.map(({ ip }) => ip.toLowerCase()));
  return there.some(({ ip }) => hosts.has(ip.toLowerCase())) ? [] : [otherTrunk(credential)];
}

function otherTrunk(credential: JsonObject): Finding {
  const ips = gatewaysOf(credential).map(({ ip }) => ip);
  return finding(
    'SIP_CREDENTIAL_OTHER_TRUNK',
    `${String(credential.id)} (${hostsOf(credential)[0] ?? ips[0] ?? ''})`,
  );
}

/** A credential without a gateway may be anybody's, and so may one at a carrier that the node doesn't know. */
function mayBeOurs(spec: TrunkSpec, credential: JsonObject): boolean {
  const gateways = gatewaysOf(credential);
  if (gateways.length === 0 || spec.carrier === 'custom') return true;
  const hosts = hostsOf(credential);
  if (spec.carrier !== 'twilio' && spec.carrier !== 'telnyx')
    return !hosts.some((host) => isOfOtherCarrier(spec.carrier, host));
  if (hosts.length > 0) return hosts.some((host) => isOwnHost(spec, host));
  return gateways.some(({ ip }) => isIpv4(ip) && isCarriersAddress(spec.carrier, ip));
}

/** Host names that calls go out to: addresses that calls come from are shared by all customers of a carrier. */
function hostsOf(credential: JsonObject): string[] {
  return gatewaysOf(credential)
    .filter(({ ip, outboundEnabled }) => outboundEnabled && !isIpv4(ip))
    .map(({ ip }) => ip.toLowerCase());
}

/** At Twilio each trunk has a domain, and each edge a host for it: `acme.pstn.dublin.twilio.com`. */
function isOwnHost({ carrier, twilio }: TrunkSpec, host: string): boolean {
  if (carrier !== 'twilio') return HOSTS.telnyx.test(host);
  const [label = ''] = (twilio?.domain ?? '').split('.pstn.');
  return host.startsWith(`${label}.pstn.`) && HOSTS.twilio.test(host);
}

function isOfOtherCarrier(carrier: CarrierId, host: string): boolean {
  return Object.entries(HOSTS).some(([other, hosts]) => other !== carrier && hosts.test(host));
}

function isCarriersAddress(carrier: CarrierId, address: string): boolean {
  const networks =
    carrier === 'telnyx'
      ? Object.values(TELNYX_REGIONS).flatMap(({ addresses }) => addresses.value)
      : PRESETS[carrier].inboundNetworks.value;
  return networks.some((text) => {
    const parsed = parseNetwork(text);
    return 'network' in parsed && contains(parsed.network, address);
  });
}
