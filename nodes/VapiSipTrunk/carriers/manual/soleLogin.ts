import type { Plan } from '../../plan/plan';
import { CREDENTIAL_STEP, LOGIN_STEP } from '../../vapi/credentialSteps';
import type { VapiWorld } from '../../vapi/vapiWorld';
import { loginInVapi } from '../loginInVapi';
import type { LoginChoice } from './login';

/**
 * A login that was made up is shown by the run that made it, to be set at the carrier: of two runs at once only the
 * one whose login Vapi has may show its own.
 */
export function soleLogin(plan: Plan, choice: LoginChoice, world: VapiWorld): Plan {
  if (choice.kind !== 'made') return plan;
  const before = loginInVapi(world);
  const onlyOurs = {
    ...{ service: 'vapi' as const, path: '/credential', qs: { limit: 1000 }, id: 'id' as const },
    match: { id: `{${CREDENTIAL_STEP}}` },
    property: 'outboundAuthenticationPlan.authUsername',
    values: [choice.login.username, ...(before.kind === 'named' ? [before.username] : [])],
  };
  return {
    ...plan,
    calls: plan.calls.map((call) => (call.step === LOGIN_STEP ? { ...call, onlyOurs } : call)),
  };
}
