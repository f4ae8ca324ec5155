import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { planCredential } from '../../vapi/credentialSteps';
import { planNumbers } from '../../vapi/numberSteps';
import type { MakeLogin } from '../carrier';
import { planAccess } from './accessSteps';
import { provisionFindings } from './inputFindings';
import { whileAtTwilio } from './loginSteps';
import { planNumbersOnTrunk } from './numberSteps';
import { planOrigination } from './originationSteps';
import { planPurchase } from './purchaseSteps';
import { planTrunk } from './trunkSteps';
import type { TwilioWorld } from './twilioWorld';
import { trunkInVapi } from './vapiTrunk';

/**
 * From what is there to what is wanted. The origination URL needs Vapi's credential and that one the trunk's domain,
 * so both sides take turns; money is spent late, and callers are sent to Vapi last.
 */
export function planProvision(wish: TrunkSpec, world: TwilioWorld, makeLogin: MakeLogin): Plan {
  const { plan: purchase, spec } = planPurchase(wish, world);
  const access = planAccess(spec, world, makeLogin);
  const isNew = purchase.calls.length > 0;
  // A number that is about to be bought is not the account's yet.
  const findings = provisionFindings(isNew ? wish : spec, world, spec);
  return joinPlans(
    { ...emptyPlan(), findings },
    planTrunk(spec, world),
    access.before,
    whileAtTwilio(planCredential(spec, world.vapi, trunkInVapi(spec, access.login)), access.login),
    access.after,
    purchase,
    planNumbers(spec, world.vapi),
    planOrigination(spec, world),
    planNumbersOnTrunk(spec, world),
  );
}
