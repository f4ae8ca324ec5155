import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { planCredentialRemoval } from '../../vapi/credentialSteps';
import { planNumberRemoval } from '../../vapi/numberSteps';
import type { VapiWorld } from '../../vapi/vapiWorld';
import { stepsAt } from './steps';

/** Takes Vapi's side down; the carrier's side is told to a person. Nothing there, nothing said. */
export function planRemoval(spec: TrunkSpec, world: VapiWorld): Plan {
  const calls = joinPlans(planNumberRemoval(world), planCredentialRemoval(spec, world));
  if (calls.calls.length === 0) return calls;
  return joinPlans(calls, { ...emptyPlan(), manual: stepsAt(spec).remove(withNumbersIn(spec, world)) });
}

/** The numbers of the trunk, also where the builder didn't name them. */
function withNumbersIn(spec: TrunkSpec, { numbers, credentials }: VapiWorld): TrunkSpec {
  const named = new Set(spec.numbers.map(({ inVapi }) => inVapi));
  const more = numbers
    .filter(({ credentialId }) => credentialId === credentials[0]?.id)
    .map(({ number }) => String(number))
    .filter((number) => !named.has(number))
    .map((number) => ({ e164: number, inVapi: number }));
  return { ...spec, numbers: [...spec.numbers, ...more] };
}
