import { isDocumentationIpv4, isFirstOfNetwork, isIpv4, isPublicIpv4 } from '../../shared/ipv4';
import { asArray, asObject, type JsonObject } from '../../shared/protocol/json';
import { finding, type Finding } from '../findings/finding';
import { NETMASKS } from '../presets/network';
import type { Gateway } from '../spec';
import { withDefaults } from '../vapi/gateways';

/** A gateway as Vapi has it, and with what Vapi takes for granted. */
interface Read {
  raw: JsonObject;
  gateway: Required<Gateway>;
}

/** What is wrong with the gateways of a SIP trunk credential. */
export function checkGateways(credential: JsonObject): Finding[] {
  const gateways = asArray(credential.gateways).map((entry): Read => {
    const raw = asObject(entry);
    return { raw, gateway: withDefaults(raw) };
  });
  if (gateways.length === 0) return [finding('SIP_GATEWAYS_MISSING', String(credential.name))];
  return [...gateways.flatMap((one) => RULES.flatMap((rule) => rule(one))), ...doubled(gateways)];
}

const RULES: ReadonlyArray<(read: Read) => Finding[]> = [
  hostNameThatTakesCalls,
  netmask,
  network,
  privateAddress,
];

function hostNameThatTakesCalls({ raw, gateway }: Read): Finding[] {
  if (isIpv4(gateway.ip) || !gateway.inboundEnabled) return [];
  // Vapi may answer with its defaults filled in; then nobody can tell who switched it on.
  const isDefault = raw.inboundEnabled === undefined || raw.inboundEnabled === null;
  return [finding(isDefault ? 'SIP_GATEWAY_INBOUND_DEFAULT' : 'SIP_GATEWAY_INBOUND_HOST', gateway.ip)];
}

function netmask({ gateway }: Read): Finding[] {
  const isAllowed = gateway.netmask >= NETMASKS.widest && gateway.netmask <= NETMASKS.narrowest;
  return isAllowed ? [] : [finding('SIP_GATEWAY_NETMASK', nameOf(gateway))];
}

function network({ gateway }: Read): Finding[] {
  const { ip, inboundEnabled } = gateway;
  if (!isIpv4(ip) || !inboundEnabled || netmask({ raw: {}, gateway }).length > 0) return [];
  return isFirstOfNetwork(ip, gateway.netmask) ? [] : [finding('SIP_GATEWAY_NETWORK', nameOf(gateway))];
}

/** Addresses for examples pass, as they do when a trunk is provisioned: nothing but a test has them. */
function privateAddress({ gateway }: Read): Finding[] {
  const { ip } = gateway;
  if (!isIpv4(ip) || isPublicIpv4(ip) || isDocumentationIpv4(ip)) return [];
  return [finding('SIP_GATEWAY_PRIVATE', nameOf(gateway))];
}

function doubled(gateways: readonly Read[]): Finding[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { gateway } of gateways) {
    const { ip, netmask: mask, port, inboundEnabled, outboundEnabled } = gateway;
    const key = JSON.stringify([ip.toLowerCase(), mask, port, inboundEnabled, outboundEnabled]);
    if (seen.has(key)) twice.add(nameOf(gateway));
    seen.add(key);
  }
  return [...twice].map((name) => finding('SIP_GATEWAY_DOUBLED', name));
}

function nameOf({ ip, netmask: mask }: Required<Gateway>): string {
  return isIpv4(ip) ? `${ip}/${mask}` : ip;
}
