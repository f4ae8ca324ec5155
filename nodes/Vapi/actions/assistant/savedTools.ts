import type { IExecuteFunctions } from 'n8n-workflow';
import { toNodeError } from '../../../shared/fail';
import { asArray, asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { codeOf, vapiRequest } from '../../../shared/transport';

export interface SavedTools {
  /** By their name, or their ID where the name is taken or missing. */
  tools: Record<string, JsonObject>;
  /** IDs that the assistant refers to and Vapi does not know. */
  notFound: string[];
}

/** Reads the tools that an assistant refers to by ID, also pinned versions, one after the other. */
export async function savedTools(
  context: IExecuteFunctions,
  itemIndex: number,
  assistant: JsonObject,
): Promise<SavedTools> {
  const { toolIds, toolRefs } = asObject(assistant.model);
  const ids = new Set(
    [...asArray(toolIds), ...asArray(toolRefs).map((ref) => asObject(ref).toolId)].flatMap(
      (id) => asText(id) ?? [],
    ),
  );
  const tools: Record<string, JsonObject> = {};
  const notFound: string[] = [];
  for (const id of ids) {
    try {
      const path = `/tool/${encodeURIComponent(id)}`;
      const tool = asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex }));
      const name = asText(asObject(tool.function).name) ?? asText(tool.name) ?? id;
      tools[Object.hasOwn(tools, name) ? id : name] = tool;
    } catch (error) {
      if (codeOf(error) !== 'API_NOT_FOUND') throw toNodeError(context.getNode(), error, itemIndex);
      notFound.push(id);
    }
  }
  return { tools, notFound };
}
