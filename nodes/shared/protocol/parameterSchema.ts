import { asText, compact, isObject, type JsonObject } from './json';

/** What an expression gave as text; nothing, where it gave nothing. */
export function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
}

/** The JSON Schema that a field holds, as an object, as its text, or empty; undefined if it is no object. */
export function readSchema(given: unknown): JsonObject | undefined {
  if (isObject(given)) return given;
  if (toText(given) === '') return {};
  try {
    const parsed: unknown = JSON.parse(String(given));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The JSON Schema of rows of parameters (shared/fields/parameterRows.ts), of type object. Rows without a name are left
 * out. Only with the keys that Vapi's `JsonSchema` knows: it refuses what it does not know.
 */
export function parameterSchema(given: readonly JsonObject[]): JsonObject {
  const rows = given.filter(({ name }) => toText(name) !== '');
  const required = rows.filter((parameter) => parameter.required !== false).map(({ name }) => toText(name));
  return {
    type: 'object',
    properties: Object.fromEntries(rows.map((parameter) => [toText(parameter.name), schemaOf(parameter)])),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
  };
}

/** Types of the UI that JSON Schema has as text of a certain format. */
const FORMATS = new Set(['date', 'date-time', 'time']);

function schemaOf(parameter: JsonObject): JsonObject {
  const type = toText(parameter.type) || 'string';
  const choices = toText(parameter.choices)
    .split(',')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
  const text = { type: 'string', ...(choices.length > 0 ? { enum: choices } : {}) };
  return compact({
    ...shapeOf(type, text),
    description: asText(toText(parameter.description)),
  });
}

function shapeOf(type: string, text: JsonObject): JsonObject {
  if (type === 'string') return text;
  if (FORMATS.has(type)) return { type: 'string', format: type };
  if (type === 'array') return { type, items: text };
  if (type === 'object') return { type, properties: {} };
  return { type };
}
