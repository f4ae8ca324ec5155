import { asArray, asObject, asText, type JsonObject } from '../../shared/protocol/json';
import type { Talker, ToolSource } from './talkers';

/** Something that asks the assistant's server during a call. */
export interface Dependent {
  /** For the builder, such as `tool "book"`. */
  what: string;
  /** Why it cannot be given a server of its own for one call; undefined if it can. */
  stuck?: string;
}

/**
 * Tools whose calls go to the assistant's server where they have none of their own. Code runs within Vapi, and MCP is
 * nothing without its own server. Source: OpenAPI, `server` of tools.
 */
const ASKING_TOOLS = new Set(['function', 'bash', 'computer', 'textEditor']);

/** Sources of tools that are part of what a call may override. */
const MOVABLE: ReadonlySet<ToolSource> = new Set(['model.tools', 'model.toolIds', 'tools:append']);

/**
 * What would find nobody if the assistant's server were replaced for a call. Source: OpenAPI, `server` of tools,
 * dynamic hand-off and endpointing; Vapi docs, server events.
 */
export function reliesOnServer({ assistant, tools }: Talker): Dependent[] {
  const { model, startSpeakingPlan, serverMessages } = assistant;
  const found: Dependent[] = tools.flatMap(({ tool, source }) => dependentTool(tool, source) ?? []);
  if (lacksServer(asObject(model).knowledgeBase, 'custom-knowledge-base')) {
    found.push({ what: 'custom knowledge base' });
  }
  if (lacksServer(asObject(startSpeakingPlan).smartEndpointingPlan, 'custom-endpointing-model')) {
    found.push({ what: 'custom endpointing' });
  }
  // With this message Vapi leaves forwarding and hanging up to the server.
  if (asArray(serverMessages).includes('phone-call-control')) {
    found.push({ what: 'phone-call-control', stuck: 'the server forwards and hangs up for Vapi' });
  }
  return found;
}

function dependentTool(tool: JsonObject, source: ToolSource): Dependent | undefined {
  const stuck = MOVABLE.has(source) ? undefined : stuckSource(source);
  const what = `tool "${labelOf(tool)}"`;
  if (asksServer(tool)) return { what, stuck };
  if (tool.type !== 'transferCall' && tool.type !== 'handoff') return undefined;
  if (asArray(tool.destinations).length > 0) return undefined;
  return { what, stuck: 'it has no destinations, so it asks the server, and takes none of its own' };
}

function stuckSource(source: ToolSource): string {
  return source === 'hooks' ? 'it belongs to a hook' : 'it is pinned to a version';
}

/** Whether calls of this tool go to the assistant's server, and could be sent to one of the tool's own. */
export function asksServer({ type, server, destinations }: JsonObject): boolean {
  if (type === 'handoff') return asArray(destinations).some(isDynamicWithoutServer);
  return ASKING_TOOLS.has(String(type)) && !hasUrl(server);
}

export function isDynamicWithoutServer(destination: unknown): boolean {
  const { type, server } = asObject(destination);
  return type === 'dynamic' && !hasUrl(server);
}

/** Whether a part of an assistant is of the kind that asks a server, and names none. */
export function lacksServer(part: unknown, provider: string): boolean {
  return asObject(part).provider === provider && !hasUrl(asObject(part).server);
}

function hasUrl(server: unknown): boolean {
  return asText(asObject(server).url) !== undefined;
}

function labelOf(tool: JsonObject): string {
  return (
    asText(asObject(tool.function).name) ?? asText(tool.name) ?? asText(tool.id) ?? asText(tool.type) ?? '?'
  );
}
