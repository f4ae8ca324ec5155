import { checkVapi } from '../../check/checkVapi';
import { finding, type Finding } from '../../findings/finding';
import { PRESETS } from '../../presets/table';
import type { TrunkSpec } from '../../spec';
import { registrationFindings } from '../../vapi/authentication';
import { gatewaysOf } from '../../vapi/gateways';
import type { VapiWorld } from '../../vapi/vapiWorld';
import { wishOf } from './wish';

/** Vapi's side against the wish; of the carrier's side only that it can't be read. */
export function check(spec: TrunkSpec, world: VapiWorld): Finding[] {
  const { inbound, outbound, findings } = wishOf(spec);
  const there = gatewaysOf(world.credentials[0]);
  const all = [...checkVapi(spec, world), ...findings];
  if (world.credentials.length > 0) {
    all.push(...registrationFindings(world.credentials[0], spec.manual?.register));
    for (const { ip, netmask } of inbound)
      if (!there.some((one) => one.inboundEnabled && one.ip === ip && one.netmask === netmask))
        all.push(finding('SIP_NETWORK_NOT_LET_IN', `${ip}/${String(netmask)}`));
    if (outbound !== undefined && !there.some((one) => one.outboundEnabled && one.ip === outbound.ip))
      all.push(finding('SIP_OUTBOUND_GATEWAY_MISSING', outbound.ip));
  }
  return [...all, finding('SIP_CARRIER_BY_HAND', PRESETS[spec.carrier].name)];
}
