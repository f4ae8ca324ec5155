import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import { telnyxPreset } from '../../presets/telnyx';
import type { TrunkSpec } from '../../spec';
import { planCredential } from '../../vapi/credentialSteps';
import { planNumbers } from '../../vapi/numberSteps';
import type { MakeLogin } from '../carrier';
import { planConnection } from './connectionSteps';
import { planFqdn } from './fqdnSteps';
import { telnyxGateways } from './gateways';
import { needsLogin, planLogin } from './loginSteps';
import { formatFindings, otherNumbers, wantedFormat } from './numberFormat';
import { planNumberMoves } from './numberSteps';
import { foreignFindings } from './owner';
import { planProfile } from './profileSteps';
import type { TelnyxWorld } from './telnyxWorld';

/**
 * Telnyx's host for Vapi is named after Vapi's credential, which needs the login that is set at Telnyx's connection:
 * hence profile, connection and login there, then Vapi, then the host, and the numbers last.
 */
export function planProvision(spec: TrunkSpec, world: TelnyxWorld, makeLogin: MakeLogin): Plan {
  const profile = planProfile(spec, world);
  const login = needsLogin(world) ? planLogin(spec, world, makeLogin) : emptyPlan();
  const numbers = [...spec.numbers.map(({ inVapi }) => inVapi), ...otherNumbers(spec, world)];
  return joinPlans(
    {
      ...emptyPlan(),
      findings: [...foreignFindings(spec, world), ...formatFindings(numbers, wantedFormat(spec))],
    },
    profile,
    planConnection(spec, world, profile.existing[0]?.id),
    login,
    planCredential(spec, world.vapi, {
      gateways: telnyxGateways(spec),
      leadingPlus: telnyxPreset.leadingPlus.value,
      ...(login.login ? { login: login.login } : {}),
    }),
    planNumbers(spec, world.vapi),
    planFqdn(spec, world),
    planNumberMoves(spec, world),
    { ...emptyPlan(), manual: codecSteps(spec) },
  );
}

/** Outside North America Telnyx may send A-law. Source: Vapi docs, Telnyx, known issues. */
function codecSteps({ name, numbers }: TrunkSpec): Plan['manual'] {
  if (numbers.every(({ e164 }) => e164.startsWith('+1'))) return [];
  return [
    {
      what: 'Telnyx portal: Voice → SIP Trunking → the connection → Inbound → Codecs: put PCMU first, so that the audio is not muffled',
      values: { Connection: name, Codecs: 'G711U, G711A' },
      link: 'https://docs.vapi.ai/advanced/sip/telnyx',
    },
  ];
}
