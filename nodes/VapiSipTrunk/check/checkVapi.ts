import { asText } from '../../shared/protocol/json';
import { finding, type Finding } from '../findings/finding';
import type { TrunkSpec } from '../spec';
import type { VapiWorld } from '../vapi/vapiWorld';
import { otherTrunkFindings } from '../vapi/otherTrunk';
import { checkGateways } from './gatewayRules';
import { checkNumbers } from './numberRules';

/** What doesn't fit on Vapi's side, whatever the carrier. What the carrier's side needs is for its own check. */
export function checkVapi(spec: TrunkSpec, world: VapiWorld): Finding[] {
  const { credentials, numbers, missingAnswerer } = world;
  const [credential, ...more] = credentials;
  if (credential === undefined) return [finding('SIP_CREDENTIAL_MISSING', spec.name)];
  return [
    ...otherTrunkFindings(spec, { credentials }),
    ...(more.length > 0
      ? [finding('SIP_CREDENTIAL_DOUBLED', more.map(({ id }) => String(id)).join(', '))]
      : []),
    ...checkGateways(credential),
    ...(missingAnswerer === undefined ? [] : [finding('SIP_ANSWERER_MISSING', missingAnswerer)]),
    ...checkNumbers(spec, numbers, asText(credential.id) ?? ''),
  ];
}
