import {
  authentication,
  changeConnection,
  connectionOf,
  createConnection,
  deleteConnection,
} from './connections';
import { NOT_FOUND } from './errors';
import { listed } from './listing';
import { changeFqdn, changeNumber, changeProfile, createFqdn, createProfile, deleteProfile } from './others';
import type { JsonObject, Reply, TelnyxState } from './types';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: JsonObject;
}

interface Kind {
  rows: (state: TelnyxState) => JsonObject[];
  create?: (state: TelnyxState, body: JsonObject, base: JsonObject) => Reply;
  change: (state: TelnyxState, row: JsonObject, body: JsonObject) => Reply;
  remove: (state: TelnyxState, row: JsonObject) => Reply;
}

const KINDS: Readonly<Record<string, Kind>> = {
  fqdn_connections: {
    rows: ({ connections }) => connections,
    create: createConnection,
    change: changeConnection,
    remove: deleteConnection,
  },
  fqdns: {
    rows: ({ fqdns }) => fqdns,
    create: createFqdn,
    change: changeFqdn,
    remove: (state, row) => {
      state.fqdns = state.fqdns.filter((one) => one !== row);
      return { status: 200, body: { data: row } };
    },
  },
  outbound_voice_profiles: {
    rows: ({ profiles }) => profiles,
    create: createProfile,
    change: (_, row, body) => changeProfile(row, body),
    remove: deleteProfile,
  },
  phone_numbers: {
    rows: ({ numbers }) => numbers,
    change: changeNumber,
    remove: (state, row) => {
      state.numbers = state.numbers.filter((one) => one !== row);
      return { status: 200, body: { data: row } };
    },
  },
};

/** Carries a request out. */
export function answer(
  state: TelnyxState,
  { method, path, query, body }: Asked,
  base: () => JsonObject,
  taken: readonly string[],
): Reply {
  const [, name = '', id, part, ...more] = path.split('/');
  const kind = KINDS[name];
  if (kind === undefined || more.length > 0) return NOT_FOUND;
  if (part === 'fqdn_authentication' && name === 'fqdn_connections' && id !== undefined) {
    const connection = connectionOf(state, id);
    if (connection === NOT_FOUND || !(method === 'GET' || method === 'PATCH')) return NOT_FOUND;
    return authentication(state, connection as JsonObject, method === 'PATCH' ? body : undefined, taken);
  }
  if (part !== undefined) return NOT_FOUND;
  if (id === undefined) {
    if (method === 'GET') return listed(kind.rows(state), query);
    return method === 'POST' && kind.create ? kind.create(state, body, base()) : NOT_FOUND;
  }
  const row = kind.rows(state).find((one) => one.id === id);
  if (row === undefined) return NOT_FOUND;
  if (method === 'PATCH') return kind.change(state, row, body);
  if (method === 'DELETE') return kind.remove(state, row);
  return method === 'GET' ? { status: 200, body: { data: row } } : NOT_FOUND;
}
