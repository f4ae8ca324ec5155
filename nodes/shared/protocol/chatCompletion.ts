import { asArray, asObject, asText, isObject, type JsonObject } from './json';
import { DONE, event } from './sse';

/** A request of OpenAI's chat completions API, as Vapi's custom LLM sends it. Source: OpenAI API reference. */
export interface ChatRequest {
  /** Of the answer; all chunks of a stream carry the same. */
  id: string;
  /** Seconds since 1970. */
  created: number;
  model: string;
  stream: boolean;
}

export interface ChatToolCall {
  /** Made up from the answer's id where the workflow gives none. */
  id: string;
  name: string;
  /** JSON, as the API has it. */
  arguments: string;
}

/** What the assistant says, does, or both. */
export interface ChatAnswer {
  text: string;
  toolCalls: ChatToolCall[];
  finishReason: string;
}

/** What is wrong with a body that should be a request for a completion; undefined if it is one. */
export function chatRequestProblem(body: unknown): string | undefined {
  if (!isObject(body)) return 'The body is no JSON object';
  if (!Array.isArray(body.messages)) return 'messages is missing, or is no list';
  if (body.messages.length === 0) return 'messages is empty';
  return undefined;
}

export function readChatRequest(body: JsonObject, id: string, now: Date): ChatRequest {
  return {
    id,
    created: Math.floor(now.getTime() / 1000),
    // Vapi sends the name in the assistant's settings; clients want it back.
    model: asText(body.model) ?? 'n8n',
    stream: body.stream === true,
  };
}

/**
 * Reads what a workflow answers: `{text?, toolCalls?: [{id?, name, arguments}], finishReason?}`, arguments as an
 * object or as JSON.
 *
 * @returns the answer, or in words why it is none
 */
export function readChatAnswer(body: JsonObject, request: ChatRequest): ChatAnswer | string {
  if (body.text !== undefined && body.text !== null && typeof body.text !== 'string')
    return 'its text is no text';
  const text = asText(body.text) ?? '';
  const toolCalls: ChatToolCall[] = [];
  for (const [index, entry] of asArray(body.toolCalls).entries()) {
    const call = asObject(entry);
    const name = asText(call.name);
    const json = toArguments(call.arguments);
    if (name === undefined) return `tool call ${index} has no name`;
    if (json === undefined) return `the arguments of tool call ${index} are no JSON object`;
    toolCalls.push({ id: asText(call.id) ?? toolCallId(request, index), name, arguments: json });
  }
  if (text === '' && toolCalls.length === 0) return 'it holds neither text nor tool calls';
  const finishReason = toolCalls.length > 0 ? 'tool_calls' : (asText(body.finishReason) ?? 'stop');
  return { text, toolCalls, finishReason };
}

/** OpenAI refuses a conversation in which one has more than 40 characters, and Vapi may hand it over to its models. */
function toolCallId({ id }: ChatRequest, index: number): string {
  return `call_${id.replace(/^chatcmpl-|-/g, '')}_${index}`;
}

function toArguments(given: unknown): string | undefined {
  if (given === undefined || given === null || given === '') return '{}';
  if (isObject(given)) return JSON.stringify(given);
  if (typeof given !== 'string') return undefined;
  try {
    return isObject(JSON.parse(given)) ? given : undefined;
  } catch {
    return undefined;
  }
}

/** The whole answer as one JSON object, for a request without `stream`. */
export function completion(request: ChatRequest, { text, toolCalls, finishReason }: ChatAnswer): JsonObject {
  const message = {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(toWire) }),
  };
  return {
    ...{ id: request.id, object: 'chat.completion', created: request.created, model: request.model },
    choices: [{ index: 0, message, finish_reason: finishReason }],
  };
}

/** The first event of a stream: who speaks. */
export function roleEvent(request: ChatRequest): string {
  return chunkEvent(request, { role: 'assistant', content: '' });
}

/** A piece of what is said. */
export function textEvent(request: ChatRequest, content: string): string {
  return chunkEvent(request, { content });
}

/** The rest of a stream that has begun: what is still to be said, tool calls, and the end. */
export function closingEvents(request: ChatRequest, { text, toolCalls, finishReason }: ChatAnswer): string {
  return [
    text === '' ? '' : textEvent(request, text),
    ...toolCalls.map((call, index) => chunkEvent(request, { tool_calls: [{ index, ...toWire(call) }] })),
    chunkEvent(request, {}, finishReason),
    DONE,
  ].join('');
}

function toWire({ id, name, arguments: json }: ChatToolCall): JsonObject {
  return { id, type: 'function', function: { name, arguments: json } };
}

function chunkEvent(request: ChatRequest, delta: JsonObject, finishReason: string | null = null): string {
  const { id, created, model } = request;
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return event({ id, object: 'chat.completion.chunk', created, model, choices });
}
