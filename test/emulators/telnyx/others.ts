import { invalid } from './errors';
import { flag, oneOf, orNull, port, problemIn, text, type Fields } from './fields';
import type { JsonObject, Reply, TelnyxState } from './types';

const HOST = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/i;

const FQDN: Fields = {
  connection_id: text,
  fqdn: (value) => typeof value === 'string' && HOST.test(value),
  dns_record_type: oneOf('a', 'srv'),
  port: orNull(port),
};

/** Assumption: a host is on a connection once. Source: Telnyx API reference, "Create an FQDN". */
export function createFqdn(state: TelnyxState, body: JsonObject, base: JsonObject): Reply {
  const problem =
    problemIn(body, FQDN, ['connection_id', 'fqdn', 'dns_record_type']) ??
    fqdnProblem(state, body, undefined);
  if (problem) return problem;
  const fqdn = { ...base, record_type: 'fqdn', port: body.dns_record_type === 'a' ? 5060 : null, ...body };
  state.fqdns.push(fqdn);
  return { status: 201, body: { data: fqdn } };
}

export function changeFqdn(state: TelnyxState, fqdn: JsonObject, body: JsonObject): Reply {
  const problem = problemIn(body, FQDN, []) ?? fqdnProblem(state, { ...fqdn, ...body }, fqdn);
  if (problem) return problem;
  return { status: 200, body: { data: Object.assign(fqdn, body) } };
}

function fqdnProblem(
  state: TelnyxState,
  wanted: JsonObject,
  self: JsonObject | undefined,
): Reply | undefined {
  if (!state.connections.some(({ id }) => id === wanted.connection_id))
    return invalid('connection_id', `There is no FQDN connection ${String(wanted.connection_id)}`);
  if ((wanted.dns_record_type === 'srv') === (typeof wanted.port === 'number'))
    return invalid('port', 'A port goes with the record type a, and with no other');
  const twin = state.fqdns.some(
    (one) => one !== self && one.connection_id === wanted.connection_id && one.fqdn === wanted.fqdn,
  );
  return twin ? invalid('fqdn', 'fqdn has already been taken') : undefined;
}

const PROFILE: Fields = {
  name: text,
  enabled: flag,
  traffic_type: oneOf('conversational'),
  service_plan: oneOf('global'),
  whitelisted_destinations: Array.isArray,
};

/** Source: Telnyx API reference, outbound voice profiles. */
export function createProfile(state: TelnyxState, body: JsonObject, base: JsonObject): Reply {
  const problem = problemIn(body, PROFILE, ['name']);
  if (problem) return problem;
  const defaults = { enabled: true, whitelisted_destinations: ['US', 'CA'] };
  const profile = { ...base, record_type: 'outbound_voice_profile', ...defaults, ...body };
  state.profiles.push(profile);
  return { status: 201, body: { data: profile } };
}

/** The name has to be given with every change. */
export function changeProfile(profile: JsonObject, body: JsonObject): Reply {
  const problem = problemIn(body, PROFILE, ['name']);
  return problem ?? { status: 200, body: { data: Object.assign(profile, body) } };
}

/** Assumption: not while a connection uses it. */
export function deleteProfile(state: TelnyxState, profile: JsonObject): Reply {
  const isUsed = state.connections.some(
    ({ outbound }) => (outbound as JsonObject).outbound_voice_profile_id === profile.id,
  );
  if (isUsed) return invalid('id', 'A connection uses this outbound voice profile');
  state.profiles = state.profiles.filter((one) => one !== profile);
  return { status: 200, body: { data: profile } };
}

/** Assumption: `null` takes a number off its connection. */
export function changeNumber(state: TelnyxState, number: JsonObject, body: JsonObject): Reply {
  const problem = problemIn(body, { connection_id: orNull(text) }, []);
  if (problem) return problem;
  const connection = state.connections.find(({ id }) => id === body.connection_id);
  // Connections of other kinds exist from the start, as far as a number is on them.
  const isElsewhere = number.first_connection_id === body.connection_id;
  if (body.connection_id !== null && connection === undefined && !isElsewhere)
    return invalid('connection_id', `There is no connection ${String(body.connection_id)}`);
  number.connection_id = body.connection_id;
  number.connection_name = connection?.connection_name ?? null;
  return { status: 200, body: { data: number } };
}
