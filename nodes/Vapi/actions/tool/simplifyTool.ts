import { asArray, asObject, asText, type JsonObject } from '../../../shared/protocol/json';

/** A tool as one small, flat item. Static parameters stay out: they may hold secrets. */
export function simplifyTool(tool: JsonObject): JsonObject {
  const definition = asObject(tool.function);
  const schema = asObject(tool.type === 'apiRequest' ? tool.body : definition.parameters);
  const parameters = Object.keys(asObject(schema.properties));
  const destinations = asArray(tool.destinations).map(asObject);
  const fileIds = asArray(tool.knowledgeBases).flatMap((base) => asArray(asObject(base).fileIds));
  return {
    id: tool.id,
    type: tool.type,
    name: asText(definition.name) ?? tool.name,
    description: asText(definition.description) ?? tool.description,
    method: tool.method,
    url: asText(asObject(tool.server).url) ?? tool.url,
    async: tool.async,
    parameters: parameters.length > 0 ? parameters : undefined,
    destinations: destinations.length > 0 ? destinations.map(nameOfDestination) : undefined,
    fileIds: fileIds.length > 0 ? fileIds : undefined,
    createdAt: tool.createdAt,
    updatedAt: tool.updatedAt,
  };
}

function nameOfDestination(destination: JsonObject): unknown {
  const { number, sipUri, assistantName, assistantId, squadId, type } = destination;
  return number ?? sipUri ?? assistantName ?? assistantId ?? squadId ?? type;
}
