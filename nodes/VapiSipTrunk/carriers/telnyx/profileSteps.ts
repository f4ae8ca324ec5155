import { asArray, asNumber, asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { finding } from '../../findings/finding';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { ROWS, type TelnyxWorld } from './telnyxWorld';

/** Step that yields the ID of the outbound voice profile. */
export const PROFILE_STEP = 'telnyx.profile';

const PATH = '/outbound_voice_profiles';
const PORTAL = 'https://portal.telnyx.com/#/outbound-profiles';

/** Countries that a new profile allows calls to. Source: Telnyx API reference, CreateVoiceProfileRequest. */
const ALLOWED_BY_DEFAULT = ['US', 'CA'];

/** A connection calls out by a profile only. One that the connection has already stays, whoever made it. */
export function planProfile({ name }: TrunkSpec, world: TelnyxWorld): Plan {
  const plan = emptyPlan();
  const title = `Outbound voice profile "${name}" at Telnyx`;
  const [ours, ...more] = world.profiles;
  if (more.length > 0)
    plan.findings.push(finding('SIP_TELNYX_DOUBLED', more.map(({ id }) => String(id)).join(', ')));
  const assigned = asText(asObject(asObject(world.connections[0]).outbound).outbound_voice_profile_id);
  if (assigned !== undefined && !world.profiles.some(({ id }) => id === assigned)) {
    plan.existing.push({ step: PROFILE_STEP, title: 'Outbound voice profile at Telnyx', id: assigned });
    return plan;
  }
  if (ours === undefined) {
    plan.calls.push({
      ...{ step: PROFILE_STEP, action: 'create', title, service: 'telnyx', method: 'POST', path: PATH },
      body: { name, traffic_type: 'conversational', service_plan: 'global', enabled: true },
      yields: 'id',
      sought: {
        ...{ service: 'telnyx', path: PATH, rows: ROWS, match: { name } },
        ...{ id: 'id', created: 'created_at' },
      },
      undo: { service: 'telnyx', method: 'DELETE', path: `${PATH}/{${PROFILE_STEP}}` },
    });
  } else {
    const id = asText(ours.id) ?? '';
    plan.existing.push({ step: PROFILE_STEP, title, id });
    if (ours.enabled === false)
      plan.calls.push({
        ...{ step: `${PROFILE_STEP}.change`, action: 'change', title, service: 'telnyx', method: 'PATCH' },
        path: `${PATH}/${id}`,
        body: { name, enabled: true },
        undo: { service: 'telnyx', method: 'PATCH', path: `${PATH}/${id}`, body: { name, enabled: false } },
      });
  }
  // Which countries may be called is a matter of money: fraud goes to the dearest.
  if (
    asArray(ours?.whitelisted_destinations).every((country) => ALLOWED_BY_DEFAULT.includes(String(country)))
  )
    plan.manual.push({
      what: 'Telnyx portal: Voice → Outbound Voice Profiles → the profile → Allowed destinations: add the countries that the assistant calls. Only the United States and Canada are allowed from the start',
      values: { Profile: name },
      link: PORTAL,
    });
  return plan;
}

/**
 * Takes the profiles of the name away, but for those that something else calls out by: connections of every kind may
 * share one. Source: Telnyx API reference, OutboundVoiceProfile: `connections_count`.
 *
 * @param removed connections that are gone by then
 */
export function planProfileRemoval(
  { name }: TrunkSpec,
  { connections, otherConnections, profiles }: TelnyxWorld,
  removed: readonly JsonObject[],
): Plan {
  const plan = emptyPlan();
  const staying = [...connections.filter((one) => !removed.includes(one)), ...otherConnections];
  for (const { id, connections_count: count } of profiles) {
    const uses = (one: JsonObject): boolean => asObject(one.outbound).outbound_voice_profile_id === id;
    const isUsed = staying.some(uses) || (asNumber(count) ?? 0) > removed.filter(uses).length;
    if (isUsed) plan.findings.push(finding('SIP_TELNYX_PROFILE_STAYS', `"${name}" (${String(id)})`));
    else
      plan.calls.push({
        ...{ step: `${PROFILE_STEP}.${String(id)}`, action: 'delete', service: 'telnyx', method: 'DELETE' },
        title: `Outbound voice profile "${name}" at Telnyx`,
        path: `${PATH}/${String(id)}`,
      });
  }
  return plan;
}
