import { asArray, asObject, asText, type JsonObject } from '../shared/protocol/json';
import { buildToolResponse, type ToolAnswer } from '../shared/protocol/results';
import type { ToolCall } from '../shared/protocol/toolCalls';
import type { GuardedBody, Owed } from '../shared/responseGuard';

/** The `results` array of one request: gathers answers of branches and runs until each call has one. */
export class OwedResults implements Owed {
  private readonly answers = new Map<string | undefined, ToolAnswer>();

  /**
   * @param calls what Vapi asked for
   * @param fallback what the assistant is told for a call without an answer
   * @param known answers that need no workflow, e.g. for tools that the trigger does not declare
   */
  constructor(
    private readonly calls: readonly ToolCall[],
    private readonly fallback: string,
    known: readonly ToolAnswer[] = [],
  ) {
    known.forEach((answer) => this.add(answer));
  }

  take(answer: JsonObject): void {
    readToolAnswers(answer).forEach((one) => this.add(one));
  }

  isComplete(): boolean {
    return this.calls.every((call) => this.answers.has(call.id));
  }

  body(): GuardedBody {
    return {
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(buildToolResponse(this.calls, this.answers, this.fallback)),
    };
  }

  /** The first answer to a call wins; ids that Vapi did not ask for are no answer to anything. */
  private add(answer: ToolAnswer): void {
    const asked = this.calls.some((call) => call.id === answer.toolCallId);
    if (asked && !this.answers.has(answer.toolCallId)) this.answers.set(answer.toolCallId, answer);
  }
}

/** What Respond to Vapi sends for tool calls: `{kind: 'tool-calls', answers: ToolAnswer[]}`. */
export function readToolAnswers(answer: JsonObject): ToolAnswer[] {
  return asArray(answer.answers).flatMap((entry) => {
    const { toolCallId, kind, text } = asObject(entry);
    if ((kind !== 'result' && kind !== 'error') || typeof text !== 'string') return [];
    return [{ toolCallId: asText(toolCallId), kind, text } satisfies ToolAnswer];
  });
}
