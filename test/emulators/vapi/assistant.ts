import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from './json';
import type { Server } from './types';

/** Who talks in a call: the stored or transient assistant with the call's overrides applied. */
export interface EffectiveAssistant {
  id: string | undefined;
  /** The assistant as messages carry it. */
  body: JsonObject;
  tools: JsonObject[];
  variableValues: JsonObject;
  problems: string[];
}

export interface AssistantSources {
  assistant(id: unknown): JsonObject | undefined;
  squad(id: unknown): JsonObject | undefined;
  tool(id: string): JsonObject | undefined;
}

/**
 * Works out the assistant of a `POST /call` body. Overrides replace top-level fields whole, null is dropped,
 * `variableValues` merge. Of a squad the first member talks. Later overrides win: member, squad's
 * `membersOverrides`, then the call's.
 */
export function effectiveAssistant(body: JsonObject, sources: AssistantSources): EffectiveAssistant {
  const squad = objectAt(body, 'squad') ?? sources.squad(body.squadId);
  const member = objectsAt(squad, 'members')[0];
  const id = stringAt(body, 'assistantId') ?? stringAt(member, 'assistantId');
  const base = objectAt(body, 'assistant') ?? objectAt(member, 'assistant') ?? sources.assistant(id) ?? {};
  const layers = [
    objectAt(member, 'assistantOverrides'),
    objectAt(squad, 'membersOverrides'),
    objectAt(body, 'squadOverrides'),
    objectAt(body, 'assistantOverrides'),
  ].filter((layer) => layer !== undefined);

  const merged: JsonObject = { ...base };
  const variableValues: JsonObject = {};
  const appended: JsonObject[] = [];
  for (const layer of layers) {
    Object.assign(variableValues, objectAt(layer, 'variableValues'));
    appended.push(...objectsAt(layer, 'tools:append'));
    for (const [key, value] of Object.entries(layer))
      if (value !== null && key !== 'variableValues' && key !== 'tools:append') merged[key] = value;
  }
  const problems: string[] = [];
  if (body.squadId !== undefined && !squad)
    problems.push(`squadId ${String(body.squadId)} doesn't exist, nobody talks.`);
  const model = objectAt(merged, 'model');
  const stored = (stringsAt(model, 'toolIds') ?? []).flatMap((toolId) => {
    const tool = sources.tool(toolId);
    if (!tool) problems.push(`model.toolIds names ${toolId}, which doesn't exist.`);
    return tool ? [tool] : [];
  });
  const tools = [...stored, ...objectsAt(model, 'tools'), ...appended];
  return { id, body: merged, tools, variableValues, problems };
}

export function toolName(tool: JsonObject): string | undefined {
  return stringAt(objectAt(tool, 'function'), 'name') ?? stringAt(tool, 'name');
}

/** `server` of an object, or the legacy `serverUrl` and `serverUrlSecret` of an assistant. */
export function serverOf(source: JsonObject | undefined): Server | undefined {
  const server = objectAt(source, 'server') as Server | undefined;
  if (server?.url) return server;
  const url = stringAt(source, 'serverUrl');
  const secret = stringAt(source, 'serverUrlSecret');
  return url ? { url, ...(secret ? { secret } : {}) } : undefined;
}

/** Types posted where the assistant names none (Vapi docs: server events). */
const DEFAULT_SERVER_MESSAGES = [
  ...['conversation-update', 'end-of-call-report', 'function-call', 'hang', 'speech-update'],
  ...['status-update', 'tool-calls', 'transfer-destination-request', 'handoff-destination-request'],
  ...['user-interrupted', 'assistant.started'],
];

/** Types sent on the socket where the assistant names none (Vapi docs: websocket transport, OpenAPI). */
const DEFAULT_CLIENT_MESSAGES = [
  ...['conversation-update', 'function-call', 'hang', 'model-output', 'speech-update', 'status-update'],
  ...['transfer-update', 'transcript', 'tool-calls', 'user-interrupted', 'voice-input'],
  ...['workflow.node.started', 'assistant.started'],
];

const FINAL_TRANSCRIPT = 'transcript[transcriptType="final"]';

/**
 * The type name under which a message goes to its receiver, or undefined where it isn't subscribed. A
 * subscription to final transcripts only changes the name.
 */
export function subscribedType(
  assistant: JsonObject,
  receiver: 'serverMessages' | 'clientMessages',
  type: string,
): string | undefined {
  const defaults = receiver === 'serverMessages' ? DEFAULT_SERVER_MESSAGES : DEFAULT_CLIENT_MESSAGES;
  const types = stringsAt(assistant, receiver) ?? defaults;
  if (types.includes(type)) return type;
  return type === 'transcript' && types.includes(FINAL_TRANSCRIPT) ? FINAL_TRANSCRIPT : undefined;
}
