import { TWILIO_EDGES } from '../../presets/twilioEdges';
import { inboundGateways, outboundGateway } from '../../presets/network';
import { twilioPreset } from '../../presets/twilio';
import type { Gateway, Transport, TrunkSpec, TwilioSpec } from '../../spec';
import type { TrunkInVapi } from '../../vapi/credentialSteps';
import { gatewaysOf } from '../../vapi/gateways';
import { twilioOf, type TwilioWorld } from './twilioWorld';

const SUFFIX = '.pstn.twilio.com';

/** What Vapi is to know of the trunk. */
export function trunkInVapi(spec: TrunkSpec, login: TrunkInVapi['login']): TrunkInVapi {
  return {
    gateways: [termination(spec), ...inboundGateways(networksOf(twilioOf(spec)))],
    // Source: Vapi docs, Twilio wants every number with its plus.
    leadingPlus: true,
    ...(login ? { login } : {}),
  };
}

/**
 * The same with the networks of other edges. How calls go out stays as it is, unless an edge was chosen for that, too;
 * what they go to lets none in, as calls come from these networks only.
 */
export function trunkWithEdges(spec: TrunkSpec, { vapi }: TwilioWorld): TrunkInVapi {
  const wish = twilioOf(spec);
  const host = wish.terminationEdge === '' ? {} : { ip: terminationHost(wish) };
  const goingOut = gatewaysOf(vapi.credentials[0])
    .filter(({ outboundEnabled }) => outboundEnabled)
    .map((one) => ({ ...one, ...host, inboundEnabled: false }));
  return {
    gateways: [
      ...(goingOut.length === 0 ? [termination(spec)] : goingOut),
      ...inboundGateways(networksOf(wish)),
    ],
    leadingPlus: true,
  };
}

/** What Vapi knows now: a plan with it changes nothing. */
export function trunkAsItIs({ vapi }: TwilioWorld): TrunkInVapi {
  const [credential] = vapi.credentials;
  return {
    gateways: gatewaysOf(credential),
    leadingPlus: credential?.outboundLeadingPlusEnabled === true,
  };
}

/** Host that Vapi's calls go to; with an edge, e.g. `name.pstn.dublin.twilio.com`. Source: Twilio docs, localized URIs. */
export function terminationHost({ domain, terminationEdge }: TwilioSpec): string {
  if (terminationEdge === '' || !domain.endsWith(SUFFIX)) return domain;
  return `${domain.slice(0, -SUFFIX.length)}.pstn.${terminationEdge}.twilio.com`;
}

/** Networks that Twilio's calls come from; an unknown edge has none, and is a finding of its own. */
export function networksOf({ edges }: TwilioSpec): string[] {
  return edges.flatMap((edge) => [...(TWILIO_EDGES[edge]?.networks ?? [])]);
}

/** With SRTP Twilio takes signalling over TLS only. Source: Twilio docs, error 32209. */
export function transportOf(spec: TrunkSpec): Transport {
  return twilioOf(spec).secure ? 'tls' : spec.transport;
}

/** How Vapi calls Twilio: without SRTP on the trunk, Twilio refuses it. Source: Twilio docs, Secure Media. */
export function outboundProtocol(spec: TrunkSpec): NonNullable<Gateway['outboundProtocol']> {
  return twilioOf(spec).secure ? 'tls/srtp' : spec.transport;
}

function termination(spec: TrunkSpec): Gateway {
  const port = twilioPreset.ports.value[transportOf(spec)] ?? 5060;
  return outboundGateway(terminationHost(twilioOf(spec)), port, outboundProtocol(spec));
}
