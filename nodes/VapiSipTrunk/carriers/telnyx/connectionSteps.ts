import { asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { finding } from '../../findings/finding';
import { emptyPlan, type Plan } from '../../plan/plan';
import { TELNYX_REGIONS } from '../../presets/telnyxRegions';
import type { TrunkSpec } from '../../spec';
import { wantedFormat } from './numberFormat';
import { PROFILE_STEP } from './profileSteps';
import { connectionIdIn, ROWS, type TelnyxWorld } from './telnyxWorld';

/** Step that yields the ID of the connection. */
export const CONNECTION_STEP = 'telnyx.connection';

const PATH = '/fqdn_connections';

/** Makes the connection, or changes what is different. Body: Telnyx API reference, FQDN connections. */
export function planConnection(spec: TrunkSpec, world: TelnyxWorld, profile = `{${PROFILE_STEP}}`): Plan {
  const plan = existingConnection(spec, world);
  const id = connectionIdIn(world);
  const body = wantedConnection(spec, profile);
  if (id !== undefined) {
    plan.calls.push(...changeCalls(spec, world, body));
    return plan;
  }
  plan.calls.push({
    ...{ step: CONNECTION_STEP, action: 'create', title: title(spec), service: 'telnyx', method: 'POST' },
    path: PATH,
    body: { connection_name: spec.name, ...body },
    yields: 'id',
    sought: {
      ...{ service: 'telnyx', path: PATH, rows: ROWS, match: { connection_name: spec.name } },
      ...{ id: 'id', created: 'created_at' },
    },
    undo: { service: 'telnyx', method: 'DELETE', path: `${PATH}/{${CONNECTION_STEP}}` },
  });
  return plan;
}

/** The connection as something that is there, so that other steps can name it. */
export function existingConnection(spec: TrunkSpec, world: TelnyxWorld): Plan {
  const plan = emptyPlan();
  const id = connectionIdIn(world);
  if (id !== undefined) plan.existing.push({ step: CONNECTION_STEP, title: title(spec), id });
  const more = world.connections.slice(1);
  if (more.length > 0)
    plan.findings.push(finding('SIP_TELNYX_DOUBLED', more.map((one) => String(one.id)).join(', ')));
  return plan;
}

/** Only the region that calls to Vapi come from. */
export function planRegion(spec: TrunkSpec, world: TelnyxWorld): Plan {
  const { sipRegion } = TELNYX_REGIONS[spec.region];
  return { ...emptyPlan(), calls: changeCalls(spec, world, { inbound: { sip_region: sipRegion } }) };
}

/** Takes connections away; what hangs on them goes with them. */
export function planConnectionRemoval(spec: TrunkSpec, connections: readonly JsonObject[]): Plan {
  return {
    ...emptyPlan(),
    calls: connections.map(({ id }) => ({
      ...{ step: `${CONNECTION_STEP}.${String(id)}`, action: 'delete', service: 'telnyx', method: 'DELETE' },
      title: title(spec),
      path: `${PATH}/${String(id)}`,
    })),
  };
}

/** How the connection has to be set. The number that was called arrives in the form in which Vapi has stored it. */
export function wantedConnection(spec: TrunkSpec, profile: string): JsonObject {
  return {
    active: true,
    transport_protocol: spec.transport.toUpperCase(),
    inbound: {
      ani_number_format: '+E.164',
      ...numberFormat(spec),
      sip_region: TELNYX_REGIONS[spec.region].sipRegion,
    },
    outbound: { outbound_voice_profile_id: profile },
  };
}

function numberFormat(spec: TrunkSpec): JsonObject {
  const format = wantedFormat(spec);
  return format === undefined ? {} : { dnis_number_format: format };
}

/** One PATCH with what is different, nested objects property by property; nothing where all is as wanted. */
function changeCalls(spec: TrunkSpec, world: TelnyxWorld, wanted: JsonObject): Plan['calls'] {
  const { now, before } = differences(asObject(world.connections[0]), wanted);
  if (Object.keys(now).length === 0) return [];
  const path = `${PATH}/${connectionIdIn(world) ?? ''}`;
  return [
    {
      ...{ step: `${CONNECTION_STEP}.change`, action: 'change', title: title(spec), service: 'telnyx' },
      ...{ method: 'PATCH', path, body: now },
      undo: { service: 'telnyx', method: 'PATCH', path, body: before },
    },
  ];
}

/** What is different, as it is to be and as it was. */
export function differences(is: JsonObject, wanted: JsonObject): { now: JsonObject; before: JsonObject } {
  const now: JsonObject = {};
  const before: JsonObject = {};
  for (const [key, value] of Object.entries(wanted)) {
    if (typeof value === 'object' && value !== null) {
      const inner = differences(asObject(is[key]), asObject(value));
      if (Object.keys(inner.now).length === 0) continue;
      now[key] = inner.now;
      before[key] = inner.before;
    } else if (!isSame(is[key], value)) {
      now[key] = value;
      before[key] = is[key] ?? null;
    }
  }
  return { now, before };
}

/** Names are compared without regard to case, which differs within Telnyx's own reference: `+E.164`, `+e164`. */
function isSame(is: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'string') return is === wanted;
  return (asText(is) ?? '').toLowerCase() === wanted.toLowerCase();
}

function title({ name }: TrunkSpec): string {
  return `FQDN connection "${name}" at Telnyx`;
}
