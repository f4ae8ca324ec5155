import type { ToolCall } from './toolCalls';

/** What a workflow answers to one tool call: exactly one of the two is sent. */
export interface ToolAnswer {
  toolCallId: string | undefined;
  kind: 'result' | 'error';
  /** Any text; it is folded to one line when it is sent. */
  text: string;
  message?: SpokenMessage;
}

/** What is said word for word instead of the model's own words. */
export interface SpokenMessage {
  content: string;
  /** Hang up when it has been said. */
  endCall?: boolean;
}

/** The most characters of a spoken message. Source: Vapi OpenAPI, ToolMessageComplete and CustomMessage. */
export const MAX_SPOKEN_LENGTH = 1000;

/** One entry of Vapi's `results` array. */
export interface ToolResult {
  toolCallId: string;
  name: string;
  result?: string;
  error?: string;
  message?: {
    type: 'request-complete' | 'request-failed';
    content: string;
    endCallAfterSpokenEnabled?: true;
  };
}

/** Stands for a result without content: an empty string may count as "No result returned". */
export const EMPTY_RESULT = '(no result)';

/** What the assistant is told when the builder wrote nothing else. */
export const FALLBACK_MESSAGE =
  'Sorry, I could not do that right now. Offer the caller to try again or to be called back.';

/**
 * Any value as the one line of text that Vapi accepts as `result` or `error`.
 *
 * Objects become JSON; every line break and control character becomes a space, runs of white space one space.
 * Source: Vapi docs, custom tools troubleshooting ("No result returned": result must be a single-line string).
 */
export function toSingleLine(value: unknown): string {
  const text = (typeof value === 'string' ? value : stringify(value))
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return text === '' ? EMPTY_RESULT : text;
}

/** False for what has no JSON: values that refer to themselves, BigInt, a `toJSON` that throws. */
export function hasJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

function stringify(value: unknown): string {
  if (value === undefined || value === null) return '';
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Cyclic values and BigInt have no JSON; something readable beats no answer. String() of an object may throw.
    return typeof value === 'object' ? Object.prototype.toString.call(value) : String(value);
  }
}

/**
 * The body that answers a tool-calls request: every call once, in Vapi's order, calls without an answer with the
 * fallback as `error`. Answers to ids that were not asked for are left out.
 *
 * The deprecated `function-call` has no id and expects `{"result": …}`.
 */
export function buildToolResponse(
  calls: readonly ToolCall[],
  answers: ReadonlyMap<string | undefined, ToolAnswer>,
  fallback: string,
): { results: ToolResult[] } | { result: string } {
  const [first] = calls;
  if (first !== undefined && first.id === undefined) {
    return { result: toSingleLine(answers.get(undefined)?.text ?? fallback) };
  }
  return {
    results: calls.map((call) => {
      const answer = answers.get(call.id);
      const text = toSingleLine(answer?.text ?? fallback);
      return {
        toolCallId: call.id ?? '',
        name: call.name,
        ...(answer?.kind === 'result' ? { result: text } : { error: text }),
        ...(answer?.message === undefined ? {} : { message: toolMessage(answer.kind, answer.message) }),
      };
    }),
  };
}

/** Source: Vapi OpenAPI, ToolCallResult: only a message of the type that goes with the answer is said. */
function toolMessage(kind: ToolAnswer['kind'], { content, endCall }: SpokenMessage): ToolResult['message'] {
  return {
    type: kind === 'result' ? 'request-complete' : 'request-failed',
    content: toSingleLine(content),
    ...(endCall === true ? { endCallAfterSpokenEnabled: true } : {}),
  };
}
