import type { StreamChunk } from '../shared/protocol/answerChunk';
import {
  closingEvents,
  completion,
  readChatAnswer,
  roleEvent,
  textEvent,
  type ChatAnswer,
  type ChatRequest,
} from '../shared/protocol/chatCompletion';
import { asObject, asText, type JsonObject } from '../shared/protocol/json';
import { glue, restOf } from '../shared/protocol/spokenSoFar';
import { EVENT_STREAM } from '../shared/protocol/sse';
import type { EndOfWait, GuardedBody, Owed } from '../shared/responseGuard';
import { reason, type OwedOptions } from './owedAnswer';

/**
 * The reply of a custom LLM. What an AI Agent streams is passed on at once; it is enough as an answer. A Respond node
 * can give the whole reply, or what comes after the streamed text, and tool calls.
 */
export class OwedCompletion implements Owed {
  readonly relayType = EVENT_STREAM;
  /** What nodes have streamed so far. */
  private streamed = '';
  /** Another node, or the same one again, has begun to stream. */
  private newPart = false;
  private begun = false;
  private answer: ChatAnswer | undefined;
  private problem: string | undefined;

  constructor(
    private readonly request: ChatRequest,
    private readonly options: OwedOptions<'chat-completion'>,
  ) {}

  take(answer: JsonObject): void {
    if (this.isComplete()) return;
    const read =
      answer.kind === this.options.kind
        ? readChatAnswer(asObject(answer.body), this.request)
        : `it answers "${asText(answer.kind) ?? '?'}"`;
    if (typeof read === 'string') this.problem = read;
    else this.answer = read;
  }

  isComplete(): boolean {
    return this.answer !== undefined || this.problem !== undefined;
  }

  /** Text of an error is none that the caller should hear. */
  relay({ type, text }: StreamChunk): string | undefined {
    if (type === 'begin') this.newPart = true;
    if (type !== 'item' || text === undefined || text === '') return undefined;
    const piece = this.newPart ? glue(this.streamed, text) : text;
    this.newPart = false;
    this.streamed += piece;
    return this.request.stream ? this.beginning() + textEvent(this.request, piece) : undefined;
  }

  body(why: EndOfWait): GuardedBody {
    const rest = this.rest(why);
    if (this.request.stream) {
      return { contentType: EVENT_STREAM, body: this.beginning() + closingEvents(this.request, rest) };
    }
    const whole = { ...rest, text: this.streamed + rest.text };
    return {
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(completion(this.request, whole)),
    };
  }

  /** Who speaks, once. */
  private beginning(): string {
    if (this.begun) return '';
    this.begun = true;
    return roleEvent(this.request);
  }

  /** What is still to be sent. Half a reply stays as it is: the caller has heard it. */
  private rest(why: EndOfWait): ChatAnswer {
    const silent = this.streamed.trim() === '';
    if (this.answer !== undefined) {
      return { ...this.answer, text: silent ? this.answer.text : restOf(this.answer.text, this.streamed) };
    }
    if (silent || this.problem !== undefined) this.options.onFallback(reason(why, this.problem));
    const text = silent ? String(this.options.fallback.text) : '';
    return { text, toolCalls: [], finishReason: 'stop' };
  }
}
