import { asArray, asObject, asText, isObject, type JsonObject } from './json';

/** One tool call of the assistant, whatever shape it came in. */
export interface ToolCall {
  /** Vapi's `toolCallId`. Undefined only for the deprecated `function-call` message, which has none. */
  id: string | undefined;
  name: string;
  /** Arguments of the model. Text that is no JSON object is kept under `_raw`. */
  arguments: JsonObject;
}

/**
 * Reads the tool calls of a `tool-calls` or `function-call` message, in Vapi's order.
 *
 * Vapi's own pages, its OpenAPI and what arrives in the field differ, so all of these are taken:
 * - `toolCallList[]` / `toolCalls[]` with `function.arguments` as a JSON string (OpenAPI) or an object (field)
 * - `toolCallList[]` with `name` and `arguments` (docs: custom tools) or `parameters` (docs: server events)
 * - `toolWithToolCallList[].toolCall` in the same variety
 * - `functionCall {name, parameters}` without an id (deprecated `function-call`)
 *
 * The lists describe the same calls; a call that only a later list names is appended, so no id is lost, and an
 * id that comes twice is taken once: as it comes first, unless it has no name there. Ids that are numbers are taken
 * as text. Calls without an id are left out, because nothing can answer them. Never throws.
 */
export function parseToolCalls(message: JsonObject): ToolCall[] {
  const candidates = [
    ...asArray(message.toolCallList),
    ...asArray(message.toolCalls),
    ...asArray(message.toolWithToolCallList).map(toolCallOfPair),
  ];
  const calls = new Map<string, ToolCall>();
  for (const candidate of candidates) {
    const call = parseToolCall(candidate);
    if (call?.id === undefined) continue;
    const known = calls.get(call.id);
    if (known === undefined || (known.name === '' && call.name !== '')) calls.set(call.id, call);
  }
  if (calls.size > 0) return [...calls.values()];

  const functionCall = parseToolCall(message.functionCall);
  return functionCall ? [{ ...functionCall, id: undefined }] : [];
}

/** In `toolWithToolCallList` the tool's name stands beside the call, the call itself may lack it. */
function toolCallOfPair(pair: unknown): unknown {
  const { toolCall, name, function: definition } = asObject(pair);
  if (!isObject(toolCall)) return undefined;
  return { name: name ?? asObject(definition).name, ...toolCall };
}

function parseToolCall(value: unknown): ToolCall | undefined {
  if (!isObject(value)) return undefined;
  const called = asObject(value.function);
  const id = asId(value.id) ?? asId(value.toolCallId);
  const name = asText(called.name) ?? asText(value.name);
  if (id === undefined && name === undefined) return undefined;
  const given = [called.arguments, called.parameters, value.arguments, value.parameters];
  return { id, name: name ?? '', arguments: parseArguments(given.find((entry) => entry !== undefined)) };
}

function asId(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : asText(value);
}

function parseArguments(given: unknown): JsonObject {
  if (given === undefined || given === null) return {};
  if (isObject(given)) return given;
  if (typeof given !== 'string') return { _raw: given };
  if (given.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(given);
    if (parsed === null) return {};
    return isObject(parsed) ? parsed : { _raw: parsed };
  } catch {
    // The model produced something that is no JSON: the workflow still gets to see it.
    return { _raw: given };
  }
}
