import { finding, type Finding } from '../../findings/finding';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { planCredential } from '../../vapi/credentialSteps';
import { planNumbers } from '../../vapi/numberSteps';
import type { Change, MakeLogin } from '../carrier';
import { existingCredential } from '../existingCredential';
import { edgeFindings } from './inputFindings';
import { planLogin, whileAtTwilio } from './loginSteps';
import { loginListName } from './names';
import { numberFindings } from './numberFindings';
import { planNumbersOnTrunk } from './numberSteps';
import { ourOriginationUrls, planOriginationForMore } from './originationSteps';
import { planPurchase } from './purchaseSteps';
import { planTrunk } from './trunkSteps';
import { isOurTrunk, ourList, twilioOf, type TwilioWorld } from './twilioWorld';
import { trunkAsItIs, trunkWithEdges } from './vapiTrunk';

/** One change to a trunk that is there. */
export function planUpdate(spec: TrunkSpec, world: TwilioWorld, change: Change, makeLogin: MakeLogin): Plan {
  const missing = [...notThere(spec, world, change), ...existingCredential(spec, world.vapi).findings];
  if (missing.length > 0) return { ...emptyPlan(), findings: missing };
  const trunk = existingTrunk(spec, world);
  switch (change.kind) {
    case 'addNumbers':
      return joinPlans(trunk, addNumbers(spec, world));
    case 'changeEdges':
      return joinPlans(
        { ...emptyPlan(), findings: edgeFindings(spec) },
        trunk,
        planCredential(spec, world.vapi, trunkWithEdges(spec, world)),
      );
    case 'rotateLogin':
      return joinPlans(trunk, rotateLogin(spec, world, makeLogin));
  }
}

/** What has to be there for a change; a trunk that is half there is continued by provisioning it. */
function notThere(spec: TrunkSpec, world: TwilioWorld, { kind }: Change): Finding[] {
  const { domain, adoptTrunk } = twilioOf(spec);
  if (world.trunk === undefined) return [finding('SIP_TWILIO_NO_TRUNK', domain)];
  // A trunk that was adopted is known by the URL that this node made on it.
  const isAdopted = adoptTrunk || ourOriginationUrls(spec, world).length > 0;
  if (!isOurTrunk(spec, world) && !isAdopted)
    return [finding('SIP_TWILIO_TRUNK_FOREIGN', `${domain}, named "${String(world.trunk.friendly_name)}"`)];
  if (kind === 'addNumbers' && ourOriginationUrls(spec, world).length === 0)
    return [finding('SIP_TWILIO_NO_ORIGINATION', domain)];
  if (kind === 'rotateLogin' && ourList(world.credentialLists, [loginListName(spec.name)]) === undefined)
    return [finding('SIP_TWILIO_NO_LOGIN', domain)];
  return [];
}

/** Names the trunk for the steps after it, and changes nothing about it. */
function existingTrunk(spec: TrunkSpec, world: TwilioWorld): Plan {
  return { ...planTrunk(spec, world), calls: [] };
}

/** Vapi knows the number, and the URL serves several, before the first caller is sent there. */
function addNumbers(wish: TrunkSpec, world: TwilioWorld): Plan {
  const { plan: purchase, spec } = planPurchase(wish, world, true);
  const findings = numberFindings(purchase.calls.length > 0 ? wish : spec, world, spec);
  return joinPlans(
    { ...emptyPlan(), findings },
    existingCredential(spec, world.vapi),
    purchase,
    planNumbers(spec, world.vapi),
    planOriginationForMore(spec, world),
    planNumbersOnTrunk(spec, world),
  );
}

/** Twilio has both logins until Vapi has the new one. */
function rotateLogin(spec: TrunkSpec, world: TwilioWorld, makeLogin: MakeLogin): Plan {
  const { before, after, login } = planLogin(spec, world, makeLogin, true);
  return joinPlans(
    before,
    whileAtTwilio(
      planCredential(spec, world.vapi, { ...trunkAsItIs(world), ...(login ? { login } : {}) }),
      login,
    ),
    after,
  );
}
