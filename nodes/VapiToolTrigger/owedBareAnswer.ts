import { isObject, type JsonObject } from '../shared/protocol/json';
import { toSingleLine, type ToolAnswer } from '../shared/protocol/results';
import type { GuardedBody } from '../shared/responseGuard';
import { readToolAnswers, type OwedToolAnswer } from './owedResults';

/**
 * The answer to an API Request tool: JSON without Vapi's envelope. A text that is a JSON object or list is sent as it
 * is, so that the tool's variable extraction finds its fields; any other as `{"result": …}`, an error as
 * `{"error": …}`.
 */
export class OwedBareAnswer implements OwedToolAnswer {
  /**
   * @param fallback what the assistant is told if the workflow does not answer
   * @param given the answer, if it needs no workflow
   */
  constructor(
    private readonly fallback: string,
    private given?: ToolAnswer,
  ) {}

  take(answer: JsonObject): void {
    this.given ??= readToolAnswers(answer).find(({ toolCallId }) => toolCallId === undefined);
  }

  isComplete(): boolean {
    return this.given !== undefined;
  }

  body(): GuardedBody {
    const text = toSingleLine(this.given?.text ?? this.fallback);
    const body =
      this.given?.kind === 'result' && isJson(text)
        ? text
        : JSON.stringify(this.given?.kind === 'result' ? { result: text } : { error: text });
    return { contentType: 'application/json; charset=utf-8', body };
  }
}

/** Of a number or a quoted text nobody could take a field. */
function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) || Array.isArray(value);
  } catch {
    return false;
  }
}
