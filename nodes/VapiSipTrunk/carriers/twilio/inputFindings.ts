import { finding, type Finding } from '../../findings/finding';
import { isTerminationDomain } from '../../input/domain';
import { TWILIO_EDGES } from '../../presets/twilioEdges';
import type { TrunkSpec } from '../../spec';
import { accessFindings } from './accessFindings';
import { numberFindings, purchaseFindings } from './numberFindings';
import { ourOriginationUrls } from './originationSteps';
import { isOurTrunk, namesakes, twilioOf, type TwilioWorld } from './twilioWorld';

/**
 * What speaks against the wish, found before the first change.
 *
 * @param served the same with a number that is about to be bought
 */
export function provisionFindings(spec: TrunkSpec, world: TwilioWorld, served = spec): Finding[] {
  return [
    ...domainFindings(spec),
    ...edgeFindings(spec),
    ...trunkFindings(spec, world),
    ...accessFindings(spec, world),
    ...otherUrls(spec, world),
    ...numberFindings(spec, world, served),
    ...purchaseFindings(spec, world),
  ];
}

export function domainFindings(spec: TrunkSpec): Finding[] {
  const { domain } = twilioOf(spec);
  return isTerminationDomain(domain) ? [] : [finding('SIP_TWILIO_DOMAIN', domain)];
}

export function edgeFindings(spec: TrunkSpec): Finding[] {
  const { edges, terminationEdge } = twilioOf(spec);
  const unknown = [...edges, ...(terminationEdge === '' ? [] : [terminationEdge])].filter(
    (edge) => TWILIO_EDGES[edge] === undefined,
  );
  return [
    ...(edges.length === 0 ? [finding('SIP_TWILIO_NO_EDGE', spec.name)] : []),
    ...[...new Set(unknown)].map((edge) => finding('SIP_TWILIO_EDGE', edge)),
  ];
}

/** Trunks that are in the way. */
export function trunkFindings(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const { domain, adoptTrunk } = twilioOf(spec);
  const isForeign = world.trunk !== undefined && !isOurTrunk(spec, world);
  return [
    ...(isForeign && !adoptTrunk
      ? [finding('SIP_TWILIO_TRUNK_FOREIGN', `${domain}, named "${String(world.trunk?.friendly_name)}"`)]
      : []),
    ...namesakes(spec, world).map(({ domain_name, sid }) =>
      finding('SIP_TWILIO_TRUNK_DOUBLED', `${String(domain_name)} (${String(sid)})`),
    ),
  ];
}

/** Where calls would go besides Vapi. */
function otherUrls(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const ours = ourOriginationUrls(spec, world);
  return world.originationUrls
    .filter((one) => !ours.includes(one) && one.enabled !== false)
    .map(({ sip_url }) => finding('SIP_TWILIO_ORIGINATION_SEVERAL', String(sip_url)));
}
