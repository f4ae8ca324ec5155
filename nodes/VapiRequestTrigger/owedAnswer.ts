import { asObject, asText, type JsonObject } from '../shared/protocol/json';
import { answerProblem } from '../shared/protocol/requestAnswers';
import type { VapiRequestKind } from '../shared/protocol/requests';
import type { EndOfWait, GuardedBody, Owed } from '../shared/responseGuard';

/** Why a request got its default, in words for the log. */
export const NO_ANSWER: Readonly<Record<EndOfWait, string>> = {
  complete: 'the answer cannot be used',
  ended: 'the workflow ended without an answer',
  deadline: 'the workflow gave no answer in time',
};

export interface OwedOptions<Kind extends VapiRequestKind = VapiRequestKind> {
  kind: Kind;
  /** What is answered if the workflow gives nothing of use. */
  fallback: JsonObject;
  /** Told why, when the fallback is answered. */
  onFallback(reason: string): void;
}

/** The one answer to a server message of Vapi: the first that comes counts, whatever it is worth. */
export class OwedAnswer implements Owed {
  private answer: JsonObject | undefined;
  private problem: string | undefined;

  constructor(private readonly options: OwedOptions<Exclude<VapiRequestKind, 'chat-completion'>>) {}

  take(answer: JsonObject): void {
    if (this.isComplete()) return;
    const body = asObject(answer.body);
    const { kind } = this.options;
    this.problem =
      answer.kind === kind ? answerProblem(kind, body) : `it answers "${asText(answer.kind) ?? '?'}"`;
    if (this.problem === undefined) this.answer = body;
  }

  /** Also by an answer of no use: n8n's Respond node gives no second one, so the caller need not wait for it. */
  isComplete(): boolean {
    return this.answer !== undefined || this.problem !== undefined;
  }

  body(why: EndOfWait): GuardedBody {
    if (this.answer === undefined) this.options.onFallback(reason(why, this.problem));
    const body = this.answer ?? this.options.fallback;
    if (this.options.kind === 'voice-request') {
      return { contentType: 'application/octet-stream', body: Buffer.from(String(body.audio), 'base64') };
    }
    return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
  }
}

export function reason(why: EndOfWait, problem: string | undefined): string {
  return problem === undefined ? NO_ANSWER[why] : `${NO_ANSWER.complete}: ${problem}`;
}
