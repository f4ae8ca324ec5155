import { randomUUID } from 'node:crypto';
import { asObject, asText, parseJson, type JsonObject } from './json';
import type { ReplyPart } from './llmReply';

/** Ends a stream of completions (OpenAI API reference, streaming). */
export const DONE_DATA = '[DONE]';

/** Builds the answer to one request for a completion, in OpenAI's form. */
export interface Completion {
  readonly contentType: string;
  /** Whether anything was said or called yet. */
  readonly hasContent: boolean;
  /** @returns what is to be written now */
  take(part: ReplyPart): string;
  /** @returns the rest of the body */
  finish(): string;
}

/** What all answers to one request have in common. */
function label(request: JsonObject): JsonObject {
  const model = asText(request.model) ?? 'n8n';
  return { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model };
}

export function createCompletion(request: JsonObject): Completion {
  return request.stream === true ? new StreamedCompletion(request) : new WholeCompletion(request);
}

/**
 * A completion as server-sent events: chunks, then `[DONE]`. Source: OpenAI API reference, chat completion chunk. Events
 * of a workflow that are chunks already stay as they are.
 */
class StreamedCompletion implements Completion {
  readonly contentType = 'text/event-stream; charset=utf-8';
  readonly #label: JsonObject;
  #hasRole = false;
  #hasContent = false;
  #finishReason = 'stop';
  /** The end was passed on. */
  #isFinished = false;
  #isDone = false;

  constructor(request: JsonObject) {
    this.#label = label(request);
  }

  get hasContent(): boolean {
    return this.#hasContent;
  }

  take(part: ReplyPart): string {
    if (this.#isDone) return '';
    switch (part.kind) {
      case 'text':
        this.#hasContent = true;
        return this.#role() + this.#chunk({ content: part.text });
      case 'tool-calls': {
        this.#hasContent = true;
        this.#finishReason = 'tool_calls';
        const calls = part.toolCalls.map((call, index) => ({ index, ...call }));
        return this.#role() + this.#chunk({ tool_calls: calls });
      }
      case 'event':
        return this.#pass(part.data);
      case 'failed':
        return '';
    }
  }

  finish(): string {
    if (this.#isDone) return '';
    this.#isDone = true;
    const end = this.#isFinished ? '' : this.#role() + this.#chunk({}, this.#finishReason);
    return `${end}data: ${DONE_DATA}\n\n`;
  }

  #pass(data: string): string {
    if (data === DONE_DATA) return this.#hasContent ? this.finish() : '';
    const { content, toolCalls, finishReason, isChunk } = readChunk(data);
    // An error, for one, which Vapi would not know what to do with.
    if (!isChunk) return '';
    this.#hasContent ||= content !== undefined || toolCalls;
    // An end before a word: the sentence in place of these comes first, and `finish` ends it.
    if (finishReason !== undefined && !this.#hasContent) return '';
    this.#hasRole = true;
    this.#isFinished ||= finishReason !== undefined;
    return (
      data
        .split('\n')
        .map((line) => `data: ${line}\n`)
        .join('') + '\n'
    );
  }

  /** Who speaks: the first chunk of all. */
  #role(): string {
    if (this.#hasRole) return '';
    this.#hasRole = true;
    return this.#chunk({ role: 'assistant', content: '' });
  }

  #chunk(delta: JsonObject, finishReason: string | null = null): string {
    const choices = [{ index: 0, delta, finish_reason: finishReason }];
    return `data: ${JSON.stringify({ ...this.#label, object: 'chat.completion.chunk', choices })}\n\n`;
  }
}

/** A completion as one JSON object, for a request without `stream`. */
class WholeCompletion implements Completion {
  readonly contentType = 'application/json; charset=utf-8';
  readonly #label: JsonObject;
  #text = '';
  #toolCalls: readonly JsonObject[] = [];

  constructor(request: JsonObject) {
    this.#label = label(request);
  }

  get hasContent(): boolean {
    return this.#text !== '' || this.#toolCalls.length > 0;
  }

  take(part: ReplyPart): string {
    if (part.kind === 'text') this.#text += part.text;
    else if (part.kind === 'event') this.#text += readChunk(part.data).content ?? '';
    else if (part.kind === 'tool-calls') this.#toolCalls = part.toolCalls;
    return '';
  }

  finish(): string {
    const calls = this.#toolCalls.length > 0;
    const message = {
      role: 'assistant',
      content: this.#text === '' ? null : this.#text,
      ...(calls ? { tool_calls: this.#toolCalls } : {}),
    };
    const choices = [{ index: 0, message, finish_reason: calls ? 'tool_calls' : 'stop' }];
    return JSON.stringify({ ...this.#label, object: 'chat.completion', choices });
  }
}

interface Chunk {
  isChunk: boolean;
  content: string | undefined;
  toolCalls: boolean;
  finishReason: string | undefined;
}

function readChunk(data: string): Chunk {
  const { choices } = asObject(parseJson(data));
  const first = asObject(Array.isArray(choices) ? choices[0] : undefined);
  const { content, tool_calls: toolCalls } = asObject(first.delta);
  return {
    isChunk: Array.isArray(choices),
    content: asText(content),
    toolCalls: Array.isArray(toolCalls) && toolCalls.length > 0,
    finishReason: asText(first.finish_reason),
  };
}
