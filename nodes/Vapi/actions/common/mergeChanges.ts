import { isObject, type JsonObject } from '../../../shared/protocol/json';

/** Names that would reach into every object instead of the one at hand. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What to send so that a stored object gets the changes and keeps the rest. A PATCH of Vapi replaces whole objects, so
 * an object that is changed in part goes along with what is stored of it, merged at every depth; what is not changed
 * is not sent. Lists are replaced. `null` takes a field away: at the top as Vapi wants it, deeper by leaving it out.
 *
 * @param whole dotted paths of objects that are one thing for the builder, such as a schema: they are replaced
 */
export function mergeChanges(
  stored: JsonObject,
  changes: JsonObject,
  whole: readonly string[] = [],
): JsonObject {
  return Object.fromEntries(
    Object.entries(changes)
      .filter(([name]) => !FORBIDDEN.has(name))
      .map(([name, value]) => [name, merged(stored[name], value, name, whole)]),
  );
}

function merged(before: unknown, change: unknown, path: string, whole: readonly string[]): unknown {
  if (!isObject(change) || whole.includes(path)) return change;
  const result: JsonObject = isObject(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(change)) {
    if (FORBIDDEN.has(name)) continue;
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value, `${path}.${name}`, whole);
  }
  return result;
}
