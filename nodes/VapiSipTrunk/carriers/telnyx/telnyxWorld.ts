import { asObject, asText, isObject, type JsonObject } from '../../../shared/protocol/json';
import { oldestFirst } from '../../plan/findSought';
import type { Reader } from '../../plan/reader';
import type { TrunkSpec } from '../../spec';
import { digitsOf, readVapi, type VapiWorld } from '../../vapi/vapiWorld';

/** What both sides have of a trunk to Telnyx. */
export interface TelnyxWorld {
  vapi: VapiWorld;
  /** FQDN connections of the trunk's name, the oldest first: that one is ours. */
  connections: JsonObject[];
  /** FQDN connections of other names. */
  otherConnections: JsonObject[];
  /** Outbound voice profiles of the trunk's name, the oldest first. */
  profiles: JsonObject[];
  /** Hosts that our connection sends calls to. */
  fqdns: JsonObject[];
  /** Hosts of the other connections of the name. */
  moreFqdns: JsonObject[];
  /** How our connection knows calls of Vapi's. */
  authentication: JsonObject;
  /** Phone numbers that are wanted or on a connection of ours. */
  numbers: JsonObject[];
}

/** Property of Telnyx's answers that holds a list or an object. */
export const ROWS = 'data';

/** Reads both sides. Source: Telnyx API reference, FQDN connections, FQDNs, outbound voice profiles, phone numbers. */
export async function readTelnyx(reader: Reader, spec: TrunkSpec): Promise<TelnyxWorld> {
  const vapi = await readVapi(reader, spec);
  const list = (path: string, qs?: Record<string, string>): Promise<JsonObject[]> =>
    reader.list({ service: 'telnyx', path, ...(qs ? { qs } : {}) }, ROWS);
  const everyConnection = await list('/fqdn_connections');
  const connections = named(everyConnection, { connection_name: spec.name });
  const profiles = named(await list('/outbound_voice_profiles'), { name: spec.name });
  const numbers: JsonObject[] = [];
  for (const { e164 } of spec.numbers) {
    // The filter also finds longer numbers, and nothing at all with a plus in it.
    const found = await list('/phone_numbers', { 'filter[phone_number]': digitsOf(e164) });
    numbers.push(...found.filter(({ phone_number: number }) => number === e164));
  }
  for (const { id } of connections)
    numbers.push(...(await list('/phone_numbers', { 'filter[connection_id]': String(id) })));
  const id = asText(asObject(connections[0]).id);
  const fqdnsOf = async (of: string): Promise<JsonObject[]> =>
    (await list('/fqdns', { 'filter[connection_id]': of })).filter(
      ({ connection_id: connection }) => connection === of,
    );
  const moreFqdns: JsonObject[] = [];
  for (const { id: other } of connections.slice(1)) moreFqdns.push(...(await fqdnsOf(String(other))));
  return {
    ...{ vapi, connections, profiles, moreFqdns },
    otherConnections: everyConnection.filter((one) => one.connection_name !== spec.name),
    numbers: numbers.filter((one, index) => numbers.findIndex((other) => other.id === one.id) === index),
    ...(id === undefined
      ? { fqdns: [], authentication: {} }
      : {
          fqdns: await fqdnsOf(id),
          authentication: inside(
            await reader.get({ service: 'telnyx', path: `/fqdn_connections/${id}/fqdn_authentication` }),
          ),
        }),
  };
}

/** ID of the connection that is ours; undefined before it is made. */
export function connectionIdIn({ connections }: TelnyxWorld): string | undefined {
  return asText(asObject(connections[0]).id);
}

/** Whether a number is on a connection of the trunk's name. */
export function isOnTrunk({ connections }: TelnyxWorld, number: JsonObject): boolean {
  return connections.some(({ id }) => id === number.connection_id);
}

function named(list: JsonObject[], match: Record<string, string>): JsonObject[] {
  return oldestFirst(list, { match, id: 'id', created: 'created_at' }).map(({ object }) => object);
}

/** The object of an answer, with or without its envelope. */
function inside(answer: unknown): JsonObject {
  const object = asObject(answer);
  return isObject(object[ROWS]) ? object[ROWS] : object;
}
