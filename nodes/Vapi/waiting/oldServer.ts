import { asArray, asObject, asText, isObject, type JsonObject } from '../../shared/protocol/json';
import { asksServer, isDynamicWithoutServer, lacksServer } from './reliesOnServer';
import type { Talker } from './talkers';

/**
 * The server of an assistant or a phone number as it can be sent again. Of the older form, `serverUrl` and a secret,
 * it makes today's: what arrives is the same header.
 */
export function serverOf(owner: JsonObject): JsonObject | undefined {
  const { secret = owner.serverUrlSecret, ...server } = asObject(owner.server);
  const url = asText(server.url) ?? asText(owner.serverUrl);
  if (url === undefined) return undefined;
  const headers = { ...(asText(secret) ? { 'X-Vapi-Secret': secret } : {}), ...asObject(server.headers) };
  return withoutNull({ ...server, url, ...(Object.keys(headers).length > 0 ? { headers } : {}) });
}

/**
 * Overrides for a call that give the old server to everything of the assistant that has none of its own. Vapi replaces
 * `model` and `startSpeakingPlan` whole, so they are complete; stored tools become copies within the call.
 *
 * Only for what {@link reliesOnServer} does not call stuck.
 */
export function pointAtServer({ assistant, tools }: Talker, server: JsonObject): JsonObject {
  const model = asObject(assistant.model);
  const stored = tools.filter(({ source, tool }) => source === 'model.toolIds' && asksServer(tool));
  const ids = new Set(stored.map(({ tool }) => tool.id));
  const inline = asArray(model.tools).filter(isObject);
  const copies = stored.map(({ tool }) => ownFields(tool));
  const appended = asArray(assistant['tools:append']).filter(isObject);
  const plan = asObject(assistant.startSpeakingPlan);

  const changes: JsonObject = {};
  if (copies.length > 0 || inline.some(asksServer)) {
    changes.tools = [...inline, ...copies].map((tool) => withServer(tool, server));
    if (ids.size > 0) changes.toolIds = asArray(model.toolIds).filter((id) => !ids.has(id));
  }
  if (lacksServer(model.knowledgeBase, 'custom-knowledge-base')) {
    changes.knowledgeBase = { ...asObject(model.knowledgeBase), server };
  }
  return {
    ...(Object.keys(changes).length > 0 ? { model: withoutNull({ ...model, ...changes }) } : {}),
    ...(appended.some(asksServer)
      ? { 'tools:append': appended.map((tool) => withServer(tool, server)) }
      : {}),
    ...(lacksServer(plan.smartEndpointingPlan, 'custom-endpointing-model')
      ? {
          startSpeakingPlan: withoutNull({
            ...plan,
            smartEndpointingPlan: { ...asObject(plan.smartEndpointingPlan), server },
          }),
        }
      : {}),
  };
}

function withServer(tool: JsonObject, server: JsonObject): JsonObject {
  if (!asksServer(tool)) return tool;
  if (tool.type !== 'handoff') {
    // What the tool says itself, such as a time-out, goes before.
    const own = withoutNull(asObject(tool.server));
    return { ...tool, server: { ...server, ...own, url: server.url } };
  }
  const destinations = asArray(tool.destinations).map((destination) =>
    isDynamicWithoutServer(destination) ? { ...asObject(destination), server } : destination,
  );
  return { ...tool, destinations };
}

/** Fields that Vapi adds to a stored tool and refuses in a new one. Source: OpenAPI, FunctionTool against its DTO. */
const ADDED_BY_VAPI = new Set(['id', 'orgId', 'createdAt', 'updatedAt', 'latestVersion']);

function ownFields(tool: JsonObject): JsonObject {
  return withoutNull(Object.fromEntries(Object.entries(tool).filter(([key]) => !ADDED_BY_VAPI.has(key))));
}

/** Vapi writes `null` for what is not set, and does not take it back everywhere. */
function withoutNull(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
