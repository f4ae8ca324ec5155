import { finding } from '../../findings/finding';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import { PRESETS } from '../../presets/table';
import type { TrunkSpec } from '../../spec';
import { planCredential, planMadeLogin } from '../../vapi/credentialSteps';
import { planNumbers } from '../../vapi/numberSteps';
import { nothingInCommon, otherTrunkFindings } from '../../vapi/otherTrunk';
import type { VapiWorld } from '../../vapi/vapiWorld';
import type { MakeLogin } from '../carrier';
import { chooseLogin, type LoginChoice } from './login';
import { soleLogin } from './soleLogin';
import { stepsAt } from './steps';
import { gatewaysOfWish, wishOf } from './wish';

/** Vapi's side as requests, the carrier's side as steps for a person. */
export function planProvision(spec: TrunkSpec, world: VapiWorld, makeLogin: MakeLogin): Plan {
  const wish = wishOf(spec);
  const choice = chooseLogin(spec, world, makeLogin);
  const register = spec.manual?.register;
  const authentication = { ...loginOf(choice), ...(register ? { register } : {}) };
  const isMade = choice.kind === 'made';
  const other =
    otherTrunkFindings(spec, world).length > 0 ? [] : nothingInCommon(world, gatewaysOfWish(wish));
  return joinPlans(
    {
      ...emptyPlan(),
      findings: [...other, ...wish.findings, ...loginFindings(spec, choice)],
      ...shownOnce(choice),
    },
    planCredential(spec, world, {
      gateways: gatewaysOfWish(wish),
      leadingPlus: wish.leadingPlus,
      ...(isMade ? {} : authentication),
      ...(spec.manual?.techPrefix === undefined ? {} : { techPrefix: spec.manual.techPrefix }),
    }),
    planNumbers(spec, world),
    isMade ? soleLogin(planMadeLogin(spec, world, authentication), choice, world) : emptyPlan(),
    { ...emptyPlan(), manual: stepsAt(spec).provision(spec, choice) },
  );
}

/** The login that Vapi is to have from now on. */
export function loginOf(choice: LoginChoice): Pick<Plan, 'login'> {
  return choice.kind === 'given' || choice.kind === 'made' ? { login: choice.login } : {};
}

/** The builder knows a login that was filled in. */
export function shownOnce(choice: LoginChoice): Pick<Plan, 'login'> {
  return choice.kind === 'made' ? { login: choice.login } : {};
}

function loginFindings({ carrier, manual }: TrunkSpec, choice: LoginChoice): Plan['findings'] {
  if (choice.kind === 'missing') return [finding('SIP_LOGIN_MISSING', PRESETS[carrier].name)];
  return choice.kind === 'kept' && manual?.login ? [finding('SIP_LOGIN_KEPT', manual.login.username)] : [];
}
