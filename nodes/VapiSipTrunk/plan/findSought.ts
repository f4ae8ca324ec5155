import { asObject, asText, type JsonObject } from '../../shared/protocol/json';
import type { Sought } from './plannedCall';
import type { Reader } from './reader';

/** An object that carries our mark. */
export interface FoundObject {
  id: string;
  object: JsonObject;
}

/** Objects that fit, the oldest first: of several it is the one that stays. */
export async function findSought(reader: Reader, sought: Sought): Promise<FoundObject[]> {
  const { service, path, qs, rows } = sought;
  const list = await reader.list({ service, path, ...(qs ? { qs } : {}) }, rows);
  return oldestFirst(list, sought);
}

/** The objects of a list that fit, the oldest first; of the same second, in the order of their IDs. */
export function oldestFirst(
  list: readonly JsonObject[],
  { match, id, created }: Pick<Sought, 'match' | 'id' | 'created'>,
): FoundObject[] {
  return list
    .filter((object) => fits(object, match))
    .map((object) => ({
      id: asText(object[id]) ?? '',
      object,
      at: Date.parse(asText(object[created]) ?? ''),
    }))
    .sort((a, b) => timeOf(a.at) - timeOf(b.at) || (a.id < b.id ? -1 : 1))
    .map(({ id: found, object }) => ({ id: found, object }));
}

/** Whether an object has all these values, by their dotted paths. */
export function fits(object: JsonObject, match: Sought['match']): boolean {
  return Object.entries(match).every(([path, value]) => textAt(object, path) === value);
}

/** The text at a dotted path; undefined where there is none. */
export function textAt(object: JsonObject, path: string): string | undefined {
  return asText(path.split('.').reduce<unknown>((value, key) => asObject(value)[key], object));
}

/** What has no readable time comes last. */
function timeOf(at: number): number {
  return Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at;
}
