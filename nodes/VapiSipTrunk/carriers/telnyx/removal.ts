import type { JsonObject } from '../../../shared/protocol/json';
import { finding } from '../../findings/finding';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { planCredentialRemoval } from '../../vapi/credentialSteps';
import { planNumberRemoval } from '../../vapi/numberSteps';
import type { RemovalOptions } from '../carrier';
import { planConnectionRemoval } from './connectionSteps';
import { planFqdnsOff } from './fqdnSteps';
import { planNumbersOff } from './numberSteps';
import { ownersOf, type Owned } from './owner';
import { planProfileRemoval } from './profileSteps';
import type { TelnyxWorld } from './telnyxWorld';

/**
 * First the numbers come off, so that no caller is sent into half a trunk; then each thing goes before what it hangs
 * on: FQDN and login go with the connection. One that something else uses stays.
 */
export function planRemoval(spec: TrunkSpec, world: TelnyxWorld, options: RemovalOptions): Plan {
  const owned = ownersOf(spec, world);
  const of = (owner: Owned['owner']): JsonObject[] =>
    owned.filter((one) => one.owner === owner).map(({ connection }) => connection);
  const [ours, shared] = [of('ours'), of('shared')];
  const isShared = ({ connection_id: on }: JsonObject): boolean => shared.some(({ id }) => id === on);
  const stays = owned
    .filter(({ owner }) => owner !== 'ours')
    .map(({ because }) => finding('SIP_TELNYX_CONNECTION_STAYS', `"${spec.name}" ${because}`));
  return joinPlans(
    { ...emptyPlan(), findings: stays },
    planNumbersOff(spec, { ...world, connections: [...ours, ...shared] }, options, shared),
    planNumberRemoval(world.vapi),
    planFqdnsOff(spec, [...world.fqdns, ...world.moreFqdns].filter(isShared)),
    planConnectionRemoval(spec, ours),
    planProfileRemoval(spec, world, ours),
    planCredentialRemoval(spec, world.vapi),
  );
}
