import { finding } from '../findings/finding';
import { emptyPlan, type Plan } from '../plan/plan';
import type { TrunkSpec } from '../spec';
import { CREDENTIAL_STEP } from '../vapi/credentialSteps';
import { otherTrunkFindings } from '../vapi/otherTrunk';
import { credentialIdIn, type VapiWorld } from '../vapi/vapiWorld';

/** Vapi's credential as something that is there, for plans that build on it; an error where it isn't, or is another's. */
export function existingCredential(spec: TrunkSpec, world: VapiWorld): Plan {
  const { name } = spec;
  const id = credentialIdIn(world);
  if (id === undefined) return { ...emptyPlan(), findings: [finding('SIP_CREDENTIAL_MISSING', name)] };
  return {
    ...emptyPlan(),
    findings: otherTrunkFindings(spec, world),
    existing: [{ step: CREDENTIAL_STEP, title: `SIP trunk credential "${name}" in Vapi`, id }],
  };
}
