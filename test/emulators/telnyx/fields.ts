import { invalid } from './errors';
import type { JsonObject, Reply } from './types';

/** What a property may hold. */
export type Rule = (value: unknown) => boolean;
export type Fields = { [name: string]: Rule | Fields };

export const text: Rule = (value) => typeof value === 'string' && value !== '';
export const flag: Rule = (value) => typeof value === 'boolean';
export const port: Rule = (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65536;
export const oneOf =
  (...values: string[]): Rule =>
  (value) =>
    typeof value === 'string' && values.includes(value);
export const orNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null || rule(value);

/** Refuses what is missing, unknown or of another kind. */
export function problemIn(
  body: JsonObject,
  fields: Fields,
  required: readonly string[],
  at = '',
): Reply | undefined {
  for (const name of required)
    if (body[name] === undefined) return invalid(`${at}${name}`, `${name} is required`);
  for (const [name, value] of Object.entries(body)) {
    const rule = fields[name];
    if (rule === undefined) return invalid(`${at}${name}`, `${name} is not a property of this resource`);
    if (typeof rule === 'function') {
      if (!rule(value)) return invalid(`${at}${name}`, `${JSON.stringify(value)} is not a valid ${name}`);
      continue;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return invalid(`${at}${name}`, `${name} is not an object`);
    const inner = problemIn(value as JsonObject, rule, [], `${at}${name}/`);
    if (inner) return inner;
  }
  return undefined;
}

/** The object with the changes in it, nested objects property by property. */
export function merged(is: JsonObject, changes: JsonObject): JsonObject {
  const result = { ...is };
  for (const [key, value] of Object.entries(changes)) {
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
    result[key] = nested ? merged((is[key] ?? {}) as JsonObject, value as JsonObject) : value;
  }
  return result;
}
