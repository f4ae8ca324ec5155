import type { IExecuteFunctions } from 'n8n-workflow';
import { asArray, asObject, asText, isObject, type JsonObject } from '../../shared/protocol/json';
import { vapiRequest } from '../../shared/transport';

/** Where an assistant has a tool from. */
export type ToolSource = 'model.tools' | 'model.toolIds' | 'model.toolRefs' | 'tools:append' | 'hooks';

export interface FoundTool {
  source: ToolSource;
  tool: JsonObject;
}

/** An assistant that may talk in a call. */
export interface Talker {
  /** Its fields with the overrides of squad and call applied. */
  assistant: JsonObject;
  tools: FoundTool[];
}

/**
 * Reads who may talk in a call, and their tools, the stored ones in their latest version.
 *
 * @param body of POST /call
 * @param read reads an object of Vapi by the name in its path and its ID
 * @throws NodeApiError where one of them cannot be read
 */
export async function readTalkers(
  context: IExecuteFunctions,
  body: JsonObject,
  read: Read = reader(context),
): Promise<Talker[]> {
  const talkers: Talker[] = [];
  for (const assistant of await assistantsOf(read, body)) {
    talkers.push({ assistant, tools: await toolsOf(read, assistant) });
  }
  return talkers;
}

export type Read = (kind: string, id: unknown) => Promise<JsonObject>;

/** Reads each object once. */
function reader(context: IExecuteFunctions): Read {
  const known = new Map<string, JsonObject>();
  return async (kind, id) => {
    const path = `/${kind}/${encodeURIComponent(String(id))}`;
    const object =
      known.get(path) ?? asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex: 0 }));
    known.set(path, object);
    return object;
  };
}

/** Source: merge order of overrides in Vapi's gitops repository: assistant, member, squad, call. */
async function assistantsOf(read: Read, body: JsonObject): Promise<JsonObject[]> {
  const { assistant, assistantId, squad, squadId } = body;
  if (!isObject(squad) && asText(squadId) === undefined) {
    // With none at all, Vapi says best what is missing.
    if (!isObject(assistant) && asText(assistantId) === undefined) return [];
    const base = isObject(assistant) ? assistant : await read('assistant', assistantId);
    return [overlaid(base, body.assistantOverrides)];
  }
  const { members, membersOverrides } = isObject(squad) ? squad : await read('squad', squadId);
  const assistants: JsonObject[] = [];
  for (const member of asArray(members).map(asObject)) {
    const base = isObject(member.assistant) ? member.assistant : await read('assistant', member.assistantId);
    assistants.push(overlaid(base, member.assistantOverrides, membersOverrides, body.squadOverrides));
  }
  return assistants;
}

/** Overrides replace whole fields, `null` is ignored by Vapi, and appended tools add up. */
function overlaid(base: JsonObject, ...layers: unknown[]): JsonObject {
  const given = layers.map(asObject);
  const appended = given.flatMap((layer) => asArray(layer['tools:append']));
  const fields = given.flatMap((layer) => Object.entries(layer).filter(([, value]) => value !== null));
  return {
    ...base,
    ...Object.fromEntries(fields),
    ...(appended.length > 0 ? { 'tools:append': appended } : {}),
  };
}

async function toolsOf(read: Read, assistant: JsonObject): Promise<FoundTool[]> {
  const { tools, toolIds, toolRefs } = asObject(assistant.model);
  const actions = asArray(assistant.hooks).flatMap((hook) => asArray(asObject(hook).do).map(asObject));
  const inline: Array<[ToolSource, unknown[]]> = [
    ['model.tools', asArray(tools)],
    ['tools:append', asArray(assistant['tools:append'])],
    ['hooks', actions.map(({ tool }) => tool)],
  ];
  const stored: Array<[ToolSource, unknown[]]> = [
    ['model.toolIds', asArray(toolIds)],
    ['model.toolRefs', asArray(toolRefs).map((ref) => asObject(ref).toolId)],
    ['hooks', actions.map(({ toolId }) => toolId)],
  ];
  const found = inline.flatMap(([source, list]) => list.filter(isObject).map((tool) => ({ source, tool })));
  for (const [source, ids] of stored) {
    for (const id of ids.map(asText).filter((text) => text !== undefined)) {
      found.push({ source, tool: await read('tool', id) });
    }
  }
  return found;
}
