import { asArray, asObject, asText, compact, isObject, type JsonObject } from '../shared/protocol/json';

/** A tool as the builder declared it in the trigger. */
export interface DeclaredTool {
  /** Empty for a row without a name: it keeps its output, but no call matches it. */
  name: string;
  description: string;
  /** JSON Schema of type object, in the form that Vapi takes for a function tool. */
  parameters: JsonObject;
  fallbackMessage?: string;
}

/** The part of n8n's contexts that reads the fields: webhooks and activation hooks have it. */
export interface FieldReader {
  getNodeParameter(name: string, fallback?: unknown): unknown;
}

/**
 * The tools of the trigger, one a row, in the order of its outputs. Takes what expressions may give: a JSON Schema
 * that is none becomes one without parameters (`checkFields` reports it on activation).
 *
 * @throws what n8n throws for an expression that fails
 */
export function readDeclaredTools(context: FieldReader): DeclaredTool[] {
  return toolRows(context).map((row) =>
    compact({
      name: toText(row.name),
      description: toText(row.description),
      parameters: parametersOf(row),
      fallbackMessage: asText(toText(row.fallbackMessage)),
    }),
  );
}

/** The rows as they are in the field. */
export function toolRows(context: FieldReader): JsonObject[] {
  return asArray(asObject(context.getNodeParameter('tools', {})).tool).map(asObject);
}

/** What an expression gave as text; nothing, where it gave nothing. */
export function toText(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).trim();
}

/** The JSON Schema that a row holds, as an object, as its text, or empty; undefined if it is no object. */
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

function parametersOf(row: JsonObject): JsonObject {
  if (row.parametersAs === 'json') {
    const schema = readSchema(row.schema) ?? {};
    return { ...schema, type: 'object', properties: asObject(schema.properties) };
  }
  const rows = asArray(asObject(row.parameters).parameter)
    .map(asObject)
    .filter(({ name }) => toText(name) !== '');
  const required = rows.filter((parameter) => parameter.required !== false).map(({ name }) => toText(name));
  return {
    type: 'object',
    properties: Object.fromEntries(rows.map((parameter) => [toText(parameter.name), schemaOf(parameter)])),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
  };
}

/** Types of the UI that JSON Schema has as text of a certain format. */
const FORMATS = new Set(['date', 'date-time', 'time']);

/** One parameter, with the keys that Vapi's `JsonSchema` knows and no others: it refuses what it does not know. */
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
