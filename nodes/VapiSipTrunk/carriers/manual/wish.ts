import { finding, type Finding } from '../../findings/finding';
import { inboundGateways, outboundGateway, parseNetwork } from '../../presets/network';
import { PRESETS } from '../../presets/table';
import type { Gateway, TrunkSpec } from '../../spec';

/** What is wanted of a trunk to a carrier whose side is set up by hand, with the presets where nothing is filled in. */
export interface Wish {
  /** Where calls from Vapi go to; undefined where it is not known yet. */
  outbound: Gateway | undefined;
  inbound: Gateway[];
  leadingPlus: boolean;
  /** What speaks against it. */
  findings: Finding[];
}

/** Works out the gateways: each network is one, since a netmask of 24 to 32 is all that Vapi takes. */
export function wishOf(spec: TrunkSpec): Wish {
  const { name, inboundNetworks, leadingPlus } = PRESETS[spec.carrier];
  const filledIn = spec.manual?.inboundNetworks ?? [];
  const networks = filledIn.length > 0 ? filledIn : inboundNetworks.value;
  // The form refuses them, too; here a network must not get lost without a word.
  const findings = networks
    .filter((text) => 'problem' in parseNetwork(text))
    .map((text) => finding('SIP_NETWORK_REFUSED', text));
  const outbound = outboundOf(spec);
  if (networks.length === 0 && outbound === undefined)
    findings.push(finding('SIP_CARRIER_GATEWAYS_UNKNOWN', name));
  else if (networks.length === 0) findings.push(finding('SIP_NETWORKS_UNKNOWN', name));
  else if (outbound === undefined) findings.push(finding('SIP_OUTBOUND_HOST_UNKNOWN', name));
  return {
    ...{ outbound, findings },
    inbound: inboundGateways(networks, spec.transport === 'tls' ? 5061 : 5060),
    leadingPlus: spec.manual?.leadingPlus ?? leadingPlus.value,
  };
}

/** The gateways of a wish, as Vapi takes them. */
export function gatewaysOfWish({ outbound, inbound }: Wish): Gateway[] {
  return [...(outbound === undefined ? [] : [outbound]), ...inbound];
}

function outboundOf({ carrier, manual, transport }: TrunkSpec): Gateway | undefined {
  const { outboundHost, ports } = PRESETS[carrier];
  const host = manual?.outboundHost || outboundHost.value;
  const port = manual?.outboundPort ?? ports.value[transport] ?? 5060;
  return host === undefined ? undefined : outboundGateway(host, port, transport);
}
