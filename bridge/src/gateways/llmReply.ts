import { asObject, asText, isObject, parseJson, type JsonObject } from './json';
import { isEventStream, lastData, splitEvents } from './serverSentEvents';

/** What a workflow's answer is made of, as it comes. */
export type ReplyPart =
  /** A piece of what is said. */
  | { kind: 'text'; text: string }
  /** The data of a server-sent event, which is OpenAI's already. */
  | { kind: 'event'; data: string }
  /** A whole answer, with tools that the assistant is to call. */
  | { kind: 'tool-calls'; toolCalls: readonly JsonObject[] }
  /** The workflow says that it has failed. */
  | { kind: 'failed' };

type Form = 'events' | 'lines' | 'whole' | 'text' | 'none';

const LINE_TYPES = new Set(['begin', 'item', 'end', 'error']);
/** Where a workflow's JSON holds its text; the AI Agent's is `output`. */
const TEXT_FIELDS = ['output', 'text', 'response', 'content', 'answer', 'reply'];
/** Of what has to be whole before it can be read. */
const MAX_HELD = 1024 * 1024;

/**
 * Reads the answer of a workflow, in any of the forms that n8n gives it:
 * - server-sent events, as the Vapi Request Trigger answers
 * - n8n's streaming response: a JSON object a line, `{type: begin|item|end|error, content?}` (n8n-workflow,
 *   StructuredChunk; read in 2.41.1)
 * - one JSON value: OpenAI's completion, or an object with the text in `output`, `text` or the like
 * - plain text
 *
 * All but the one JSON value are passed on as they come.
 */
export class ReplyReader {
  #form: Form | undefined;
  /** What isn't complete yet. */
  #held = '';

  /** Plain text is never held back to see whether it is JSON. */
  readonly #isPlain: boolean;
  readonly #isJson: boolean;
  /** What n8n's "Respond with Text" calls its words, as do the pages of a proxy and n8n's editor. */
  readonly #isHtml: boolean;
  readonly #isCalledEvents: boolean;

  /** @param contentType of the answer */
  constructor(contentType: string) {
    contentType = contentType.trim().toLowerCase();
    this.#isHtml = contentType.startsWith('text/html');
    this.#isPlain = this.#isHtml || contentType.startsWith('text/plain');
    this.#isJson = /^application\/([\w.-]+\+)?json\b/i.test(contentType);
    this.#isCalledEvents = contentType.startsWith('text/event-stream');
  }

  push(chunk: string): ReplyPart[] {
    if (this.#form === 'none') return [];
    if (this.#form === 'text') return [{ kind: 'text', text: chunk }];
    this.#held += chunk;
    if (this.#held.length > MAX_HELD) {
      this.#held = '';
      this.#form = 'none';
      return [{ kind: 'failed' }];
    }
    this.#form ??= this.#guess();
    switch (this.#form) {
      case 'events':
        return this.#events();
      case 'lines':
        return this.#lines();
      case 'text':
        return this.#rest();
      default:
        return [];
    }
  }

  /** The answer is complete. */
  end(): ReplyPart[] {
    if (this.#held.trim() === '') return [];
    this.#form ??= this.#guess('end') ?? 'whole';
    switch (this.#form) {
      case 'lines':
        this.#held += '\n';
        return this.#lines();
      case 'whole':
        return this.#whole();
      case 'text':
        return this.#rest();
      case 'events':
        return [...this.#events(), ...lastData(this.#held).map(toEvent)];
      default:
        return [];
    }
  }

  /** The form, as soon as what has come tells it. n8n sends empty lines while there is nothing to say. */
  #guess(at?: 'end'): Form | undefined {
    const start = this.#held.trimStart();
    if (start === '') return undefined;
    if (this.#isHtml && start.startsWith('<')) return 'none';
    const isEvents = isEventStream(start, this.#isCalledEvents, at === 'end');
    if (isEvents !== false) return isEvents && 'events';
    if (this.#isPlain || !/^[[{"]/.test(start)) return 'text';
    const end = start.indexOf('\n');
    if (end < 0 && at === undefined) return undefined;
    return isLine(parseJson(end < 0 ? start : start.slice(0, end))) ? 'lines' : 'whole';
  }

  #whole(): ReplyPart[] {
    const value = parseJson(this.#held);
    // Words may begin with a quotation mark; JSON that was announced is broken, and nothing to read out.
    return value === undefined && !this.#isJson ? this.#rest() : wholeReply(value);
  }

  #rest(): ReplyPart[] {
    const text = this.#held;
    this.#held = '';
    return [{ kind: 'text', text }];
  }

  #lines(): ReplyPart[] {
    const lines = this.#held.split('\n');
    this.#held = lines.pop() ?? '';
    return lines.flatMap((line): ReplyPart[] => {
      const { type, content } = asObject(parseJson(line));
      if (type === 'error') return [{ kind: 'failed' }];
      if (type !== 'item' || content === undefined || content === null) return [];
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      return text === '' ? [] : [{ kind: 'text', text }];
    });
  }

  #events(): ReplyPart[] {
    const { data, rest } = splitEvents(this.#held);
    this.#held = rest;
    return data.map(toEvent);
  }
}

function toEvent(data: string): ReplyPart {
  return { kind: 'event', data };
}

function isLine(value: unknown): boolean {
  const { type } = asObject(value);
  return typeof type === 'string' && LINE_TYPES.has(type);
}

function wholeReply(value: unknown): ReplyPart[] {
  const answer: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof answer === 'string') return answer === '' ? [] : [{ kind: 'text', text: answer }];
  const { choices, ...fields } = asObject(answer);
  if (!Array.isArray(choices)) {
    const text = TEXT_FIELDS.map((field) => asText(fields[field])).find((found) => found !== undefined);
    return text === undefined ? [] : [{ kind: 'text', text }];
  }
  const { content, tool_calls: toolCalls } = asObject(asObject(choices[0]).message);
  const text = asText(content);
  const calls = Array.isArray(toolCalls) ? toolCalls.filter(isObject) : [];
  return [
    ...(text === undefined ? [] : [{ kind: 'text', text } as const]),
    ...(calls.length === 0 ? [] : [{ kind: 'tool-calls', toolCalls: calls } as const]),
  ];
}
