import { asObject, asText, isObject, type JsonObject } from './json';

/** A tool that Vapi wants to have called. */
export interface ToolRequest {
  /** Vapi's `toolCallId`; `undefined` only for the deprecated `function-call`, which has none. */
  id: string | undefined;
  name: string;
}

/**
 * The tool calls of a `tool-calls` or `function-call` message, in Vapi's order. Vapi's pages, its OpenAPI and what
 * arrives in the field differ, so each place that may hold one is looked at: `toolCallList`, `toolCalls`,
 * `toolWithToolCallList[].toolCall` and `functionCall`; the same rules as in the n8n nodes' protocol/toolCalls.
 */
export function readToolRequests(message: JsonObject): ToolRequest[] {
  const { toolCallList, toolCalls, toolWithToolCallList, functionCall } = message;
  const candidates = [
    ...list(toolCallList),
    ...list(toolCalls),
    ...list(toolWithToolCallList).map((pair) => {
      const { toolCall, name, function: definition } = asObject(pair);
      return { name: name ?? asObject(definition).name, ...asObject(toolCall) };
    }),
  ];
  const found = new Map<string, ToolRequest>();
  for (const candidate of candidates) {
    const { id: given, toolCallId, name: outer, function: called } = asObject(candidate);
    const id = idOf(given) ?? idOf(toolCallId);
    if (id === undefined) continue;
    const name = asText(asObject(called).name) ?? asText(outer) ?? '';
    if (!found.get(id)?.name) found.set(id, { id, name });
  }
  if (found.size > 0) return [...found.values()];
  return isObject(functionCall) ? [{ id: undefined, name: asText(functionCall.name) ?? '' }] : [];
}

/**
 * The body that Vapi takes: each call once and in its order, with what the workflow has answered to it or else with
 * the fallback as its error. `result` and `error` are single-line strings (Vapi docs, custom tools troubleshooting);
 * what the workflow gives as an object becomes JSON. `message` and `metadata` stay as they are.
 * @param answer the parsed answer; anything that isn't of Vapi's form answers nothing
 */
export function completeResults(
  requests: readonly ToolRequest[],
  answer: unknown,
  fallback: string,
): { body: JsonObject; missing: number } {
  const { results, result } = asObject(answer);
  if (requests.length === 1 && requests[0]?.id === undefined) {
    const isAnswered = result !== undefined && result !== null;
    return { body: { result: toSingleLine(isAnswered ? result : fallback) }, missing: isAnswered ? 0 : 1 };
  }
  const answered = new Map(list(results).map((entry) => [idOf(asObject(entry).toolCallId), asObject(entry)]));
  let missing = 0;
  const complete = requests.map(({ id, name }) => {
    const entry = answered.get(id) ?? {};
    const given = [entry.result, entry.error].some((value) => value !== undefined && value !== null);
    if (!given) missing += 1;
    const { message, metadata } = entry;
    return {
      toolCallId: id,
      name: name || (asText(entry.name) ?? ''),
      ...outcome(entry, given ? undefined : fallback),
      ...(given && isObject(message) ? { message } : {}),
      ...(given && isObject(metadata) ? { metadata } : {}),
    };
  });
  return { body: { results: complete }, missing };
}

function outcome({ result, error }: JsonObject, fallback: string | undefined): JsonObject {
  if (fallback !== undefined) return { error: toSingleLine(fallback) };
  // An error beside a result would be a contradiction; the error is the safer one to tell.
  if (error !== undefined && error !== null) return { error: toSingleLine(error) };
  return { result: toSingleLine(result) };
}

/** Stands for a result without content: an empty string may count as "No result returned". */
const EMPTY = '(no result)';

/** Any value of JSON as one line of text. */
export function toSingleLine(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line === '' ? EMPTY : line;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : asText(value);
}
