import { asText, type JsonObject } from '../../../shared/protocol/json';
import { finding } from '../../findings/finding';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { PlannedCall } from '../../plan/plannedCall';
import { VAPI_SIP, vapiSipHost } from '../../presets/vapiSip';
import type { TrunkSpec } from '../../spec';
import { CREDENTIAL_STEP } from '../../vapi/credentialSteps';
import { credentialIdIn } from '../../vapi/vapiWorld';
import { CONNECTION_STEP } from './connectionSteps';
import { ROWS, type TelnyxWorld } from './telnyxWorld';

const STEP = 'telnyx.fqdn';
const PATH = '/fqdns';

/** Where calls to the numbers go. With a port the record type is `a` (Telnyx API reference, "Create an FQDN"). */
export function fqdnPort({ transport }: TrunkSpec): number {
  return transport === 'tls' ? 5061 : 5060;
}

/** Makes Vapi's host the target of the connection. */
export function planFqdn(spec: TrunkSpec, world: TelnyxWorld): Plan {
  const plan = emptyPlan();
  const credentialId = credentialIdIn(world.vapi);
  const host = vapiSipHost(credentialId ?? `{${CREDENTIAL_STEP}}`, spec.region);
  const title = `FQDN of Vapi at the connection "${spec.name}" at Telnyx`;
  const existing = world.fqdns.find(({ fqdn }) => fqdn === host);
  const wanted = { port: fqdnPort(spec), dns_record_type: 'a' };
  if (existing === undefined) {
    plan.calls.push({
      ...{ step: STEP, action: 'create', title, service: 'telnyx', method: 'POST', path: PATH },
      body: { connection_id: `{${CONNECTION_STEP}}`, fqdn: host, ...wanted },
      yields: 'id',
      sought: {
        ...{ service: 'telnyx', path: PATH, rows: ROWS },
        match: { connection_id: `{${CONNECTION_STEP}}`, fqdn: host },
        ...{ id: 'id', created: 'created_at' },
      },
      undo: { service: 'telnyx', method: 'DELETE', path: `${PATH}/{${STEP}}` },
    });
  } else {
    const id = asText(existing.id) ?? '';
    plan.existing.push({ step: STEP, title, id });
    const was = { port: existing.port ?? null, dns_record_type: existing.dns_record_type ?? 'a' };
    if (was.port !== wanted.port || String(was.dns_record_type).toLowerCase() !== 'a')
      plan.calls.push({
        ...{ step: `${STEP}.change`, action: 'change', title, service: 'telnyx', method: 'PATCH' },
        path: `${PATH}/${id}`,
        body: wanted,
        undo: { service: 'telnyx', method: 'PATCH', path: `${PATH}/${id}`, body: was },
      });
  }
  takeStaleAway(plan, spec, world, host);
  return plan;
}

/** Hosts of credentials that are gone, or of Vapi's other region, go; those of somebody else are only named. */
function takeStaleAway(plan: Plan, { name }: TrunkSpec, { fqdns }: TelnyxWorld, host: string): void {
  for (const one of fqdns) {
    const other = String(one.fqdn);
    if (other === host) continue;
    if (isVapis(other)) plan.calls.push(takeAway(name, one));
    else plan.findings.push(finding('SIP_TELNYX_FOREIGN_FQDN', other));
  }
}

/** Takes Vapi's hosts off a connection that stays. */
export function planFqdnsOff({ name }: TrunkSpec, fqdns: readonly JsonObject[]): Plan {
  const vapis = fqdns.filter(({ fqdn }) => isVapis(String(fqdn)));
  return { ...emptyPlan(), calls: vapis.map((one) => takeAway(name, one)) };
}

function takeAway(name: string, { id, fqdn, port, dns_record_type: type, ...rest }: JsonObject): PlannedCall {
  return {
    ...{ step: `${STEP}.${String(id)}`, action: 'delete', service: 'telnyx', method: 'DELETE' },
    title: `FQDN ${String(fqdn)} at the connection "${name}" at Telnyx`,
    path: `${PATH}/${String(id)}`,
    undo: {
      ...{ service: 'telnyx', method: 'POST', path: PATH },
      body: { connection_id: rest.connection_id, fqdn, port, dns_record_type: type },
    },
  };
}

/** Whether a host is one of Vapi's. */
export function isVapis(fqdn: string): boolean {
  return Object.values(VAPI_SIP).some(({ host }) => fqdn === host || fqdn.endsWith(`.${host}`));
}
