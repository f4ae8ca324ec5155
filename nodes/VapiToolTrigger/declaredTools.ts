import { asArray, asObject, asText, compact, type JsonObject } from '../shared/protocol/json';
import { parameterSchema, readSchema, toText } from '../shared/protocol/parameterSchema';

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

function parametersOf(row: JsonObject): JsonObject {
  if (row.parametersAs === 'json') {
    const schema = readSchema(row.schema) ?? {};
    return { ...schema, type: 'object', properties: asObject(schema.properties) };
  }
  return parameterSchema(asArray(asObject(row.parameters).parameter).map(asObject));
}
