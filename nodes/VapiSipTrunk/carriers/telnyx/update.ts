import { finding } from '../../findings/finding';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, isBlocked, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { planCredential } from '../../vapi/credentialSteps';
import { gatewaysOf } from '../../vapi/gateways';
import { planNumbers } from '../../vapi/numberSteps';
import type { Change, MakeLogin } from '../carrier';
import { existingCredential } from '../existingCredential';
import { existingConnection, planRegion } from './connectionSteps';
import { telnyxGateways } from './gateways';
import { planLogin } from './loginSteps';
import { formatFindings, presentFormat } from './numberFormat';
import { planNumberMoves } from './numberSteps';
import { foreignFindings } from './owner';
import { connectionIdIn, type TelnyxWorld } from './telnyxWorld';

/** Changes one thing about a trunk that is there. */
export function planUpdate(spec: TrunkSpec, world: TelnyxWorld, change: Change, makeLogin: MakeLogin): Plan {
  const both = existing(spec, world);
  if (isBlocked(both)) return both;
  const leadingPlus = world.vapi.credentials[0]?.outboundLeadingPlusEnabled === true;
  switch (change.kind) {
    case 'addNumbers':
      return joinPlans(
        both,
        formats(spec, world),
        planNumbers(spec, world.vapi),
        planNumberMoves(spec, world),
      );
    case 'changeEdges':
      // Vapi lets the new addresses in before calls come from them.
      return joinPlans(
        existingConnection(spec, world),
        planCredential(spec, world.vapi, { gateways: telnyxGateways(spec), leadingPlus }),
        planRegion(spec, world),
      );
    case 'rotateLogin': {
      const login = planLogin(spec, world, makeLogin);
      return joinPlans(
        existingConnection(spec, world),
        login,
        planCredential(spec, world.vapi, {
          gateways: gatewaysOf(world.vapi.credentials[0]),
          leadingPlus,
          ...(login.login ? { login: login.login } : {}),
        }),
      );
    }
  }
}

function existing(spec: TrunkSpec, world: TelnyxWorld): Plan {
  const missing = connectionIdIn(world) === undefined ? [finding('SIP_TELNYX_NO_CONNECTION', spec.name)] : [];
  return joinPlans(existingCredential(spec, world.vapi), existingConnection(spec, world), {
    ...emptyPlan(),
    findings: [...missing, ...foreignFindings(spec, world)],
  });
}

/** The connection stays as it is, so that the new numbers have to be in its form. */
function formats({ numbers }: TrunkSpec, world: TelnyxWorld): Plan {
  const inVapi = numbers.map(({ inVapi: text }) => text);
  return { ...emptyPlan(), findings: formatFindings(inVapi, presentFormat(world)) };
}
