import type { JsonObject } from '../../../shared/protocol/json';

/** A structured output as one small item. */
export function simplifyStructuredOutput(output: JsonObject): JsonObject {
  const { id, name, description, type, schema, regex, assistantIds, createdAt, updatedAt } = output;
  return { id, name, description, type, schema, regex, assistantIds, createdAt, updatedAt };
}
