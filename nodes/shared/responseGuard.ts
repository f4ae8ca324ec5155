import { decodeChunkLine } from './protocol/answerChunk';
import { buildToolResponse, type ToolAnswer } from './protocol/results';
import type { ToolCall } from './protocol/toolCalls';

/**
 * The part of Express' response that the guard takes over. n8n's own type is Express', but the node pack has no
 * dependency on Express, and tests need no more than this.
 */
export interface GuardedResponse {
  statusCode: number;
  setHeader(name: string, value: string | number): unknown;
  end(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
}

export interface GuardOptions {
  calls: readonly ToolCall[];
  /** Answers that are known before the workflow runs, e.g. for tools that the trigger does not declare. */
  answers?: readonly ToolAnswer[];
  /** What the assistant is told for each call without an answer. */
  fallback: string;
  /** After this many whole milliseconds what is there is sent. Vapi's own limit is `server.timeoutSeconds`, 20 s. */
  deadlineMs: number;
  /** Names of the Respond to Vapi nodes below the trigger: chunks of other nodes are no answers. */
  respondNodes: ReadonlySet<string>;
}

/**
 * Holds Vapi's request until every tool call has an answer, and answers it exactly once, with HTTP 200 and a valid
 * body, whatever the workflow does. Vapi ignores any other status, and the caller then hears silence.
 *
 * It replaces the methods through which n8n answers, on this one response object only. What ends the wait:
 * - every call has an answer (Respond to Vapi sent them as chunks, in one run or in several),
 * - n8n ends the response: workflow finished, failed, was cancelled or suspended, or could not be started,
 * - the deadline.
 * Calls without an answer then get the fallback. What n8n writes later goes nowhere.
 *
 * `webhook()` always runs in the process that owns the socket (main or webhook process, never a worker), so this
 * works in queue mode too.
 */
export function guardResponse(response: GuardedResponse, options: GuardOptions): void {
  const { calls, fallback, respondNodes } = options;
  // Before anything is taken over: it throws on a number that is no time.
  const deadline = AbortSignal.timeout(options.deadlineMs);
  const answers = new Map<string | undefined, ToolAnswer>();
  const readText = textReader();
  let unfinished = '';
  let open = true;

  const take = (answer: ToolAnswer): void => {
    // The first answer to a call wins; ids that Vapi did not ask for are no answer to anything.
    const asked = calls.some((call) => call.id === answer.toolCallId);
    if (asked && !answers.has(answer.toolCallId)) answers.set(answer.toolCallId, answer);
  };

  const finish = (): void => {
    if (!open) return;
    open = false;
    handBack();
    response.statusCode = 200;
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(buildToolResponse(calls, answers, fallback)));
    takeOver();
  };

  const onLine = (line: string): boolean => {
    const sent = decodeChunkLine(line);
    if (sent?.nodeName !== undefined && respondNodes.has(sent.nodeName)) sent.answers.forEach(take);
    return sent !== undefined;
  };

  const onChunk = (chunk: unknown): void => {
    if (!open) return;
    // n8n writes whole lines today, but a stream promises no boundaries.
    const lines = (unfinished + readText(chunk)).split('\n');
    const last = lines.pop() ?? '';
    lines.forEach(onLine);
    unfinished = onLine(last) ? '' : last;
    if (calls.every((call) => answers.has(call.id))) finish();
  };

  const ignore = (): GuardedResponse => response;
  const finishAndReturn = (): GuardedResponse => {
    finish();
    return response;
  };
  const replacements = {
    write: (chunk: unknown) => {
      onChunk(chunk);
      return true;
    },
    end: finishAndReturn,
    json: finishAndReturn,
    send: finishAndReturn,
    status: ignore,
    setHeader: ignore,
    setHeaders: ignore,
    removeHeader: ignore,
    writeHead: ignore,
    flushHeaders: ignore,
    // n8n calls it after each chunk, in queue mode without looking whether it is there.
    flush: ignore,
  };
  const originals = Object.fromEntries(
    Object.keys(replacements).map((name) => [name, (response as unknown as Record<string, unknown>)[name]]),
  );
  const takeOver = (): void => void Object.assign(response, replacements);
  // Node's end() calls the others on the same object (writeHead, for one), so they must be the real ones then.
  const handBack = (): void => void Object.assign(response, originals);

  takeOver();
  options.answers?.forEach(take);
  if (calls.every((call) => answers.has(call.id))) finish();
  else deadline.addEventListener('abort', finish, { once: true });
}

/** Characters may be split between two writes. */
function textReader(): (chunk: unknown) => string {
  const decoder = new TextDecoder();
  return (chunk) => {
    if (typeof chunk === 'string') return chunk;
    return chunk instanceof Uint8Array ? decoder.decode(chunk, { stream: true }) : '';
  };
}
