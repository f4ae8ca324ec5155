import { type JsonObject, isObject, objectAt, objectsAt, stringAt } from './json';

/** A tool call put together from its pieces. */
export interface StreamedToolCall {
  id: string;
  name: string;
  /** As it was streamed: JSON. */
  arguments: string;
}

/** What a stream of chat completion chunks says. */
export interface CompletionStream {
  text: string;
  toolCalls: StreamedToolCall[];
  finishReason: string | undefined;
  /** What a strict client would stumble over, in words; empty for a correct stream. */
  problems: string[];
}

/**
 * Reads a whole stream, as strictly as the least forgiving client: one `data:` line an event, each ended by an empty
 * line; chunks of one id, the role first, a finish reason in the last one; `[DONE]` at the end and nothing after it.
 * Source: OpenAI API reference, chat completion chunk object; HTML standard, server-sent events.
 */
export function readCompletionStream(stream: string): CompletionStream {
  const result: CompletionStream = { text: '', toolCalls: [], finishReason: undefined, problems: [] };
  const { problems } = result;
  const events = stream.split('\n\n');
  if (events.pop() !== '') problems.push('The stream does not end with an empty line.');
  if (events.pop() !== 'data: [DONE]') problems.push('The last event is not [DONE].');
  let id: string | undefined;
  for (const [index, event] of events.entries()) {
    const chunk = parseEvent(event);
    if (chunk === undefined) {
      problems.push(`Event ${index} is no data line with a JSON object: ${event.slice(0, 60)}`);
      continue;
    }
    id ??= stringAt(chunk, 'id');
    if (id === undefined || stringAt(chunk, 'id') !== id) problems.push(`Event ${index} has another id.`);
    readChunk(chunk, index, result);
  }
  if (result.finishReason === undefined) problems.push('No chunk has a finish_reason.');
  const expected = result.toolCalls.length > 0 ? 'tool_calls' : 'stop';
  if (result.finishReason !== expected)
    problems.push(`The finish_reason is ${String(result.finishReason)}, not ${expected}.`);
  return result;
}

function parseEvent(event: string): JsonObject | undefined {
  if (!event.startsWith('data: ') || event.includes('\n') || event.includes('\r')) return undefined;
  try {
    const parsed: unknown = JSON.parse(event.slice('data: '.length));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function readChunk(chunk: JsonObject, index: number, result: CompletionStream): void {
  const { problems } = result;
  if (chunk.object !== 'chat.completion.chunk') problems.push(`Event ${index} is no chat.completion.chunk.`);
  if (!Number.isInteger(chunk.created)) problems.push(`Event ${index} has no created in seconds.`);
  if (stringAt(chunk, 'model') === undefined) problems.push(`Event ${index} names no model.`);
  const [choice, more] = objectsAt(chunk, 'choices');
  const delta = objectAt(choice, 'delta');
  if (choice === undefined || more !== undefined || choice.index !== 0 || delta === undefined) {
    problems.push(`Event ${index} has not exactly one choice with a delta.`);
    return;
  }
  if ((delta.role === 'assistant') !== (index === 0)) problems.push(`The role in event ${index} is wrong.`);
  if (result.finishReason !== undefined) problems.push(`Event ${index} comes after the finish_reason.`);
  if (choice.finish_reason !== null) result.finishReason = stringAt(choice, 'finish_reason');
  result.text += stringAt(delta, 'content') ?? '';
  for (const piece of objectsAt(delta, 'tool_calls')) addToolCall(piece, result);
}

function addToolCall(piece: JsonObject, { toolCalls, problems }: CompletionStream): void {
  const position = piece.index;
  if (typeof position !== 'number' || position > toolCalls.length) {
    problems.push(`A tool call has the index ${String(position)}, expected was ${toolCalls.length} at most.`);
    return;
  }
  const called = objectAt(piece, 'function');
  const known = (toolCalls[position] ??= { id: '', name: '', arguments: '' });
  if (known.id === '' && piece.type !== 'function') problems.push('A tool call is not of type function.');
  known.id ||= stringAt(piece, 'id') ?? '';
  known.name ||= stringAt(called, 'name') ?? '';
  known.arguments += stringAt(called, 'arguments') ?? '';
}
