import { inboundGateways, outboundGateway } from '../../presets/network';
import { TELNYX_REGIONS } from '../../presets/telnyxRegions';
import type { Gateway, TrunkSpec } from '../../spec';
import { fqdnPort } from './fqdnSteps';

/** Calls go out to the region's host, and come in from its addresses. */
export function telnyxGateways(spec: TrunkSpec): Gateway[] {
  const { host, addresses } = TELNYX_REGIONS[spec.region];
  const port = fqdnPort(spec);
  return [outboundGateway(host, port, spec.transport), ...inboundGateways(addresses.value, port)];
}
