import { invalid, NOT_FOUND } from './errors';
import { flag, merged, oneOf, orNull, problemIn, text, type Fields } from './fields';
import type { JsonObject, Reply, TelnyxState } from './types';

/** Properties that trunks have to do with. Source: types of Telnyx's Node SDK, fqdn-connections. */
const FIELDS: Fields = {
  connection_name: text,
  active: flag,
  transport_protocol: oneOf('UDP', 'TCP', 'TLS'),
  inbound: {
    ani_number_format: oneOf('+E.164', 'E.164', '+E.164-national', 'E.164-national'),
    dnis_number_format: oneOf('+e164', 'e164', 'national', 'sip_username'),
    sip_region: oneOf('US', 'Europe', 'Australia'),
  },
  outbound: { outbound_voice_profile_id: orNull(text) },
};

/** What Telnyx fills in. */
const DEFAULTS: JsonObject = {
  active: true,
  transport_protocol: 'UDP',
  inbound: { ani_number_format: 'E.164-national', dnis_number_format: 'e164', sip_region: 'US' },
  outbound: { outbound_voice_profile_id: null },
};

export function createConnection(state: TelnyxState, body: JsonObject, base: JsonObject): Reply {
  const problem = problemIn(body, FIELDS, ['connection_name']) ?? profileProblem(state, body);
  if (problem) return problem;
  const connection = { ...base, record_type: 'fqdn_connection', ...merged(DEFAULTS, body) };
  state.connections.push(connection);
  return { status: 201, body: { data: connection } };
}

export function changeConnection(state: TelnyxState, connection: JsonObject, body: JsonObject): Reply {
  const problem = problemIn(body, FIELDS, []) ?? profileProblem(state, body);
  if (problem) return problem;
  Object.assign(connection, merged(connection, body));
  return { status: 200, body: { data: connection } };
}

/** Assumption: not while a phone number is on it. Its FQDNs and its login go with it. */
export function deleteConnection(state: TelnyxState, connection: JsonObject): Reply {
  if (state.numbers.some(({ connection_id: id }) => id === connection.id))
    return invalid('id', 'Phone numbers are assigned to this connection');
  state.connections = state.connections.filter((one) => one !== connection);
  state.fqdns = state.fqdns.filter(({ connection_id: id }) => id !== connection.id);
  state.authentications.delete(String(connection.id));
  return { status: 200, body: { data: connection } };
}

const AUTHENTICATION: Fields = {
  fqdn_outbound_authentication: oneOf('ip-authentication', 'credential-authentication'),
  user_name: text,
  password: (value) => typeof value === 'string' && value.length >= 8,
};

/** Source: Telnyx API reference, "Update an FQDN authentication"; user names are unique and without regard to case. */
export function authentication(
  state: TelnyxState,
  connection: JsonObject,
  change: JsonObject | undefined,
  taken: readonly string[],
): Reply {
  const id = String(connection.id);
  const is = state.authentications.get(id) ?? { fqdn_outbound_authentication: 'credential-authentication' };
  if (change !== undefined) {
    const problem = problemIn(change, AUTHENTICATION, []);
    if (problem) return problem;
    const wanted = String(change.user_name ?? '').toLowerCase();
    const others = [...state.authentications].filter(([other]) => other !== id);
    const all = [...taken, ...others.map(([, { user_name: name }]) => String(name))];
    if (wanted !== '' && all.some((name) => name.toLowerCase() === wanted))
      return invalid('user_name', 'user_name has already been taken');
    state.authentications.set(id, { ...is, ...change });
  }
  const now = state.authentications.get(id) ?? is;
  const shown = { ...now, ...(now.password === undefined ? {} : { password: '********' }) };
  return {
    status: 200,
    body: { data: { id, connection_id: id, record_type: 'fqdn_authentication', ...shown } },
  };
}

function profileProblem(state: TelnyxState, { outbound }: JsonObject): Reply | undefined {
  const id = (outbound as JsonObject | undefined)?.outbound_voice_profile_id;
  if (typeof id !== 'string' || state.profiles.some((profile) => profile.id === id)) return undefined;
  return invalid('outbound/outbound_voice_profile_id', `There is no outbound voice profile ${id}`);
}

/** The connection of an ID, or the answer that there is none. */
export function connectionOf({ connections }: TelnyxState, id: string): JsonObject | Reply {
  return connections.find((one) => one.id === id) ?? NOT_FOUND;
}
