import { finding } from '../../findings/finding';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, isBlocked, type Plan } from '../../plan/plan';
import { PRESETS } from '../../presets/table';
import type { Gateway, TrunkSpec } from '../../spec';
import { planCredential } from '../../vapi/credentialSteps';
import { gatewaysOf } from '../../vapi/gateways';
import { planNumbers } from '../../vapi/numberSteps';
import type { VapiWorld } from '../../vapi/vapiWorld';
import type { Change, MakeLogin } from '../carrier';
import { existingCredential } from '../existingCredential';
import { isMadeByCarrier, type LoginChoice } from './login';
import { loginOf, shownOnce } from './provision';
import { soleLogin } from './soleLogin';
import { stepsAt } from './steps';
import { wishOf } from './wish';

/** Changes one thing about a trunk that is there. */
export function planUpdate(spec: TrunkSpec, world: VapiWorld, change: Change, makeLogin: MakeLogin): Plan {
  const existing = existingCredential(spec, world);
  if (isBlocked(existing)) return existing;
  switch (change.kind) {
    case 'addNumbers':
      return joinPlans(existing, planNumbers(spec, world), {
        ...emptyPlan(),
        manual: stepsAt(spec).addNumbers(spec),
      });
    case 'changeEdges':
      return changeNetworks(spec, world);
    case 'rotateLogin':
      return rotateLogin(spec, world, makeLogin);
  }
}

/** Other networks to let in; calls out go where they went. */
function changeNetworks(spec: TrunkSpec, world: VapiWorld): Plan {
  const { inbound, findings } = wishOf(spec);
  // Where calls go out to is not the matter here.
  const about = findings.filter(({ code }) => code !== 'SIP_OUTBOUND_HOST_UNKNOWN');
  const there = gatewaysOf(world.credentials[0]);
  const outbound = there
    .filter(({ outboundEnabled }) => outboundEnabled)
    .map((gateway): Gateway => ({ ...gateway, inboundEnabled: false }));
  const port = inboundPort(there);
  const gateways = [...outbound, ...inbound.map((gateway): Gateway => ({ ...gateway, port }))];
  return joinPlans(
    { ...emptyPlan(), findings: about },
    planCredential(spec, world, { gateways, leadingPlus: leadingPlusIn(world) }),
  );
}

/** As it was: this change asks for no transport. Where nothing was let in, that of the calls out tells it. */
function inboundPort(there: ReadonlyArray<Required<Gateway>>): number {
  const before = there.find(({ inboundEnabled }) => inboundEnabled);
  if (before !== undefined) return before.port;
  return there.some(({ outboundProtocol }) => outboundProtocol.startsWith('tls')) ? 5061 : 5060;
}

/** Vapi gets the new login first: the carrier keeps the one of before until a person takes it away. */
function rotateLogin(spec: TrunkSpec, world: VapiWorld, makeLogin: MakeLogin): Plan {
  const given = spec.manual?.login;
  if (given === undefined && isMadeByCarrier(spec))
    return { ...emptyPlan(), findings: [finding('SIP_LOGIN_NOT_GIVEN', PRESETS[spec.carrier].name)] };
  const choice: LoginChoice =
    given === undefined ? { kind: 'made', login: makeLogin() } : { kind: 'given', login: given };
  return joinPlans(
    { ...emptyPlan(), ...shownOnce(choice) },
    soleLogin(
      planCredential(spec, world, {
        gateways: gatewaysOf(world.credentials[0]),
        leadingPlus: leadingPlusIn(world),
        ...loginOf(choice),
        ...(spec.manual?.register ? { register: spec.manual.register } : {}),
      }),
      choice,
      world,
    ),
    { ...emptyPlan(), manual: stepsAt(spec).rotateLogin(spec, choice) },
  );
}

function leadingPlusIn({ credentials }: VapiWorld): boolean {
  return credentials[0]?.outboundLeadingPlusEnabled === true;
}
