import { isObject, type JsonObject } from '../protocol/json';

/** Names that would reach into every object instead of the one at hand. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

export function isEmptyObject(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/**
 * Puts a value at a dotted path, in place; objects on the way are made. An empty path merges an object into the body
 * itself. Undefined changes nothing.
 */
export function setAt(body: JsonObject, path: string, value: unknown): void {
  if (value === undefined) return;
  const wrapped = path
    .split('.')
    .reverse()
    .reduce<unknown>((inner, key) => (key === '' ? inner : { [key]: inner }), value);
  if (isObject(wrapped)) Object.assign(body, mergeDeep(body, wrapped));
}

/**
 * The second over the first: objects are merged at every depth, everything else is replaced, `null` included, which
 * is how Vapi unsets a field. Neither is changed.
 */
export function mergeDeep(base: JsonObject, over: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (FORBIDDEN.has(key)) continue;
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergeDeep(before, value) : value;
  }
  return merged;
}
