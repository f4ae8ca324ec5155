import { asObject, asText, isObject, type JsonObject } from '../../shared/protocol/json';
import { finding } from '../findings/finding';
import { emptyPlan, isBlocked, type Plan } from '../plan/plan';
import type { PlannedCall, Request } from '../plan/plannedCall';
import type { Gateway, TrunkSpec } from '../spec';
import {
  authenticationOf,
  loginBody,
  registersOtherwise,
  registrationFindings,
  type Authentication,
} from './authentication';
import { gatewaysOf, sameGateways } from './gateways';
import { otherTrunkFindings } from './otherTrunk';
import type { VapiWorld } from './vapiWorld';

/** Step that yields the ID of Vapi's SIP trunk credential. */
export const CREDENTIAL_STEP = 'vapi.credential';

/** Step that gives Vapi a new login. */
export const LOGIN_STEP = `${CREDENTIAL_STEP}.login`;

/** What Vapi is to know of the carrier. */
export interface TrunkInVapi extends Authentication {
  gateways: Gateway[];
  leadingPlus: boolean;
  techPrefix?: string;
}

/** Makes Vapi's SIP trunk credential, or changes what is different. Body: Vapi API reference, byo-sip-trunk. */
export function planCredential(spec: TrunkSpec, { credentials }: VapiWorld, wanted: TrunkInVapi): Plan {
  const plan: Plan = { ...emptyPlan(), findings: otherTrunkFindings(spec, { credentials }) };
  const { name } = spec;
  const title = `SIP trunk credential "${name}" in Vapi`;
  const [existing, ...more] = credentials;
  if (more.length > 0)
    plan.findings.push(finding('SIP_CREDENTIAL_DOUBLED', more.map(({ id }) => String(id)).join(', ')));
  if (existing === undefined) {
    plan.calls.push({
      ...{ step: CREDENTIAL_STEP, action: 'create', title, service: 'vapi', method: 'POST' },
      path: '/credential',
      body: { provider: 'byo-sip-trunk', name, ...bodyOf(wanted) },
      yields: 'id',
      sought: {
        ...{ service: 'vapi', path: '/credential', qs: { limit: 1000 } },
        match: { provider: 'byo-sip-trunk', name },
        ...{ id: 'id', created: 'createdAt' },
      },
      undo: { service: 'vapi', method: 'DELETE', path: `/credential/{${CREDENTIAL_STEP}}` },
    });
    return plan;
  }
  const id = asText(existing.id) ?? '';
  plan.existing.push({ step: CREDENTIAL_STEP, title, id });
  const request: Pick<Request, 'service' | 'method' | 'path'> = {
    ...{ service: 'vapi', method: 'PATCH', path: `/credential/${id}` },
  };
  if (isBlocked(plan)) return plan;
  const { now, before } = difference(existing, wanted);
  if (Object.keys(now).length > 0)
    plan.calls.push({
      ...{ step: `${CREDENTIAL_STEP}.change`, action: 'change', title, ...request },
      body: { provider: 'byo-sip-trunk', ...now },
      undo: { ...request, body: { provider: 'byo-sip-trunk', ...before } },
    });
  // A step of its own: Vapi never shows a password, so this one can't be taken back, and all the others can.
  if (wanted.login !== undefined) plan.calls.push(loginCall(name, id, loginBody(wanted, existing)));
  else if (isObject(existing.outboundAuthenticationPlan))
    plan.findings.push(...registrationFindings(existing, wanted.register));
  return plan;
}

/**
 * Gives Vapi a login that was made up, as the last call of a plan: so a run that ends before it has left none, and
 * none that Vapi has is one that nobody was shown.
 */
export function planMadeLogin({ name }: TrunkSpec, { credentials }: VapiWorld, made: Authentication): Plan {
  const call = loginCall(name, `{${CREDENTIAL_STEP}}`, loginBody(made, credentials[0]));
  const sought: PlannedCall['sought'] = {
    ...{ service: 'vapi', path: '/credential', qs: { limit: 1000 }, id: 'id', created: 'createdAt' },
    // Where Vapi shows no user name it is taken for not done: the next run then keeps it, and says how to rotate it.
    match: { 'outboundAuthenticationPlan.authUsername': made.login?.username ?? '' },
  };
  return { ...emptyPlan(), calls: [{ ...call, sought }] };
}

function loginCall(name: string, id: string, body: JsonObject): PlannedCall {
  return {
    ...{
      step: LOGIN_STEP,
      action: 'change',
      service: 'vapi',
      method: 'PATCH',
      path: `/credential/${id}`,
      body,
    },
    title: `Login of the SIP trunk credential "${name}" in Vapi`,
    stays: 'Vapi keeps the new login: it does not show the one of before',
  };
}

/**
 * Takes the trunk's SIP trunk credential away, and what is left of runs that made the same at once: the same gateways,
 * and no number. Another one of the name stays.
 */
export function planCredentialRemoval(spec: TrunkSpec, world: VapiWorld): Plan {
  const plan: Plan = { ...emptyPlan(), findings: otherTrunkFindings(spec, world) };
  const { name } = spec;
  const [ours, ...more] = world.credentials;
  const doubles = more.filter((one) => isEmptyDouble(one, ours, world));
  const kept = more.filter((one) => !doubles.includes(one));
  if (kept.length > 0)
    plan.findings.push(finding('SIP_CREDENTIAL_DOUBLED', kept.map(({ id }) => String(id)).join(', ')));
  for (const { id } of [...(ours === undefined ? [] : [ours]), ...doubles])
    plan.calls.push({
      ...{ step: `${CREDENTIAL_STEP}.${String(id)}`, action: 'delete', service: 'vapi', method: 'DELETE' },
      title: `SIP trunk credential "${name}" in Vapi`,
      path: `/credential/${String(id)}`,
    });
  return plan;
}

function isEmptyDouble(one: JsonObject, ours: JsonObject | undefined, { numbers }: VapiWorld): boolean {
  return (
    sameGateways(gatewaysOf(one), gatewaysOf(ours)) &&
    !numbers.some(({ credentialId }) => credentialId === one.id)
  );
}

function bodyOf({ gateways, leadingPlus, login, register, techPrefix }: TrunkInVapi): JsonObject {
  return {
    gateways,
    outboundLeadingPlusEnabled: leadingPlus,
    ...authenticationOf({ login, register }),
    ...(techPrefix === undefined ? {} : { techPrefix }),
  };
}

/** What is different, but for a login that Vapi has, as it is to be and as it was. */
function difference(existing: JsonObject, wanted: TrunkInVapi): { now: JsonObject; before: JsonObject } {
  const body = bodyOf(wanted);
  const now: JsonObject = {};
  const before: JsonObject = {};
  const put = (key: string, was: unknown): void => {
    now[key] = body[key];
    before[key] = was;
  };
  const gateways = gatewaysOf(existing);
  if (!sameGateways(gateways, wanted.gateways.map(asObject))) put('gateways', gateways);
  if ((existing.outboundLeadingPlusEnabled === true) !== wanted.leadingPlus)
    put('outboundLeadingPlusEnabled', existing.outboundLeadingPlusEnabled === true);
  if (wanted.techPrefix !== undefined && wanted.techPrefix !== (asText(existing.techPrefix) ?? ''))
    put('techPrefix', asText(existing.techPrefix) ?? '');
  const { login, register } = wanted;
  const hasLogin = isObject(existing.outboundAuthenticationPlan);
  if (login === undefined && !hasLogin && registersOtherwise(existing, register))
    put('outboundAuthenticationPlan', null);
  return { now, before };
}
