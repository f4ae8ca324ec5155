import { asArray, asObject, asText, type JsonObject } from '../shared/protocol/json';
import {
  buildToolResponse,
  FALLBACK_MESSAGE,
  type SpokenMessage,
  type ToolAnswer,
} from '../shared/protocol/results';
import type { ToolCall } from '../shared/protocol/toolCalls';
import type { GuardedBody, Owed } from '../shared/responseGuard';

/** What is owed for tool calls. All of it is JSON at hand, so the body needs no wait. */
export interface OwedToolAnswer extends Owed {
  body(): GuardedBody;
}

/** The `results` array of one request: gathers answers of branches and runs until each call has one. */
export class OwedResults implements OwedToolAnswer {
  private readonly answers = new Map<string | undefined, ToolAnswer>();
  private readonly asked: ReadonlySet<string | undefined>;

  /**
   * @param calls what Vapi asked for
   * @param fallbackOf what the assistant is told for a call without an answer
   * @param known answers that need no workflow, e.g. for tools that the trigger does not declare
   */
  constructor(
    private readonly calls: readonly ToolCall[],
    private readonly fallbackOf: (call: ToolCall) => string,
    known: readonly ToolAnswer[] = [],
  ) {
    this.asked = new Set(calls.map(({ id }) => id));
    known.forEach((answer) => this.add(answer));
  }

  take(answer: JsonObject): void {
    readToolAnswers(answer).forEach((one) => this.add(one));
  }

  isComplete(): boolean {
    return this.answers.size === this.asked.size;
  }

  body(): GuardedBody {
    const answers = new Map(this.calls.map((call) => [call.id, this.answerTo(call)]));
    return {
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(buildToolResponse(this.calls, answers, FALLBACK_MESSAGE)),
    };
  }

  private answerTo(call: ToolCall): ToolAnswer {
    const given = this.answers.get(call.id);
    return given ?? { toolCallId: call.id, kind: 'error', text: this.fallbackOf(call) };
  }

  /** The first answer to a call wins; ids that Vapi did not ask for are no answer to anything. */
  private add(answer: ToolAnswer): void {
    const { toolCallId } = answer;
    if (this.asked.has(toolCallId) && !this.answers.has(toolCallId)) this.answers.set(toolCallId, answer);
  }
}

/** What Respond to Vapi sends for tool calls: `{kind: 'tool-calls', answers: ToolAnswer[]}`. */
export function readToolAnswers(answer: JsonObject): ToolAnswer[] {
  return asArray(answer.answers).flatMap((entry) => {
    const { toolCallId, kind, text, message } = asObject(entry);
    if ((kind !== 'result' && kind !== 'error') || typeof text !== 'string') return [];
    return [{ toolCallId: asText(toolCallId), kind, text, ...readMessage(message) } satisfies ToolAnswer];
  });
}

function readMessage(value: unknown): { message?: SpokenMessage } {
  const { content, endCall } = asObject(value);
  if (typeof content !== 'string') return {};
  return { message: { content, ...(endCall === true ? { endCall } : {}) } };
}
