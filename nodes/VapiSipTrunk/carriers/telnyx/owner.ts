import { asText, type JsonObject } from '../../../shared/protocol/json';
import { finding, type Finding } from '../../findings/finding';
import { isMadeUsername } from '../../input/login';
import type { TrunkSpec } from '../../spec';
import { lacksLogin } from '../loginInVapi';
import { isVapis } from './fqdnSteps';
import type { TelnyxWorld } from './telnyxWorld';

/** A connection of the trunk's name, and what may be done with it. */
export interface Owned {
  connection: JsonObject;
  /** `ours` alone; `shared` with a host that somebody added to it; `foreign`: it has our name by chance. */
  owner: 'ours' | 'shared' | 'foreign';
  /** What tells that. */
  because: string;
}

/**
 * Whose the connections of the trunk's name are. At Telnyx names are no more than labels, so that a telephone system
 * may have a connection of the same name: by its hosts, its login and its numbers it is told from what a run of this
 * node that ended half-way has left.
 */
export function ownersOf(spec: TrunkSpec, world: TelnyxWorld): Owned[] {
  return world.connections.map((connection) => {
    const foreign = whyForeign(spec, world, connection);
    if (foreign !== undefined) return { connection, owner: 'foreign', because: foreign };
    const hosts = otherHosts(world, connection);
    return hosts.length > 0
      ? { connection, owner: 'shared', because: sendsTo(hosts) }
      : { connection, owner: 'ours', because: '' };
  });
}

/** An error where the connection that would be used is somebody else's. */
export function foreignFindings(spec: TrunkSpec, world: TelnyxWorld): Finding[] {
  const [first] = ownersOf(spec, world);
  return first?.owner === 'foreign'
    ? [finding('SIP_TELNYX_CONNECTION_FOREIGN', `"${spec.name}" ${first.because}`)]
    : [];
}

function whyForeign(spec: TrunkSpec, world: TelnyxWorld, connection: JsonObject): string | undefined {
  const leadsToVapi = hostsOf(world, connection).some(isVapis);
  const others = otherHosts(world, connection);
  if (!leadsToVapi && others.length > 0) return sendsTo(others);
  // Logins are read of the first one only, which is the one that is used.
  if (connection !== world.connections[0]) return undefined;
  const login = asText(world.authentication.user_name);
  if (login !== undefined && isMadeUsername(login)) return undefined;
  if (!leadsToVapi && login !== undefined && lacksLogin(world.vapi, login))
    return `has the login "${login}", which was not made for this trunk`;
  // Numbers come last, when Vapi has its credential.
  if (world.vapi.credentials.length > 0) return undefined;
  const wanted = new Set(leadsToVapi ? spec.numbers.map(({ e164 }) => e164) : []);
  const numbers = world.numbers
    .filter(({ connection_id: on }) => on === connection.id)
    .map(({ phone_number: text }) => String(text))
    .filter((text) => !wanted.has(text));
  return numbers.length > 0 ? `carries ${numbers.join(', ')}, and Vapi has no trunk of this name` : undefined;
}

function hostsOf({ fqdns, moreFqdns }: TelnyxWorld, { id }: JsonObject): string[] {
  return [...fqdns, ...moreFqdns]
    .filter(({ connection_id: connection }) => connection === id)
    .map(({ fqdn }) => String(fqdn));
}

function otherHosts(world: TelnyxWorld, connection: JsonObject): string[] {
  return hostsOf(world, connection).filter((host) => !isVapis(host));
}

function sendsTo(hosts: readonly string[]): string {
  return `sends calls to ${hosts.join(', ')}`;
}
