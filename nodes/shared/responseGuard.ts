import { decodeChunkLine, type StreamChunk } from './protocol/answerChunk';
import type { JsonObject } from './protocol/json';

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

/** A whole answer. The status is always 200: Vapi ignores the body of any other. */
export interface GuardedBody {
  contentType: string;
  body: string | Buffer;
}

/**
 * Why the wait for the workflow is over: everything that was owed is there; n8n ended the response, because the
 * workflow finished, failed, was cancelled or suspended, or could not be started; or time is up.
 */
export type EndOfWait = 'complete' | 'ended' | 'deadline';

/** What a trigger owes to whoever asked: it gathers what the workflow sends, and always has an answer. */
export interface Owed {
  /** Takes what a Respond to Vapi node below the trigger sent. Anything may come; what is of no use is ignored. */
  take(answer: JsonObject): void;
  /** Nothing is missing any more. */
  isComplete(): boolean;
  /**
   * The answer with what is there and the fallback for the rest. Asked for once, and never throws or rejects. After
   * `relay` has sent something, the rest of that stream.
   */
  body(why: EndOfWait): GuardedBody | Promise<GuardedBody>;
  /**
   * For answers that are streamed: turns what other nodes stream (an AI Agent's tokens, for one) into what goes to
   * the client at once. Undefined where there is nothing to send.
   */
  relay?(chunk: StreamChunk): string | undefined;
  /** Content type of what `relay` gives. */
  relayType?: string;
}

export interface GuardOptions {
  owed: Owed;
  /**
   * After this many whole milliseconds what is there is sent. Once something was relayed, it is the longest pause
   * instead: who already listens to an answer is not cut off in the middle of it.
   */
  deadlineMs: number;
  /** When the request came, in milliseconds since 1970: proving it may have taken its time. Now, if left out. */
  since?: number;
  /** Names of the Respond to Vapi nodes below the trigger: chunks of other nodes are no answers. */
  respondNodes: ReadonlySet<string>;
  /** Told when something that was owed had to be filled in. */
  onFallback?: (why: Exclude<EndOfWait, 'complete'>) => void;
}

/**
 * Holds a request until the workflow has answered it, and answers it exactly once, with HTTP 200 and a valid body,
 * whatever the workflow does. Vapi ignores any other status, and the caller then hears silence.
 *
 * It replaces the methods through which n8n answers, on this one response object only; see {@link EndOfWait} for what
 * ends the wait. What n8n writes later goes nowhere.
 *
 * `webhook()` always runs in the process that owns the socket (main or webhook process, never a worker), so this
 * works in queue mode too.
 */
export function guardResponse(response: GuardedResponse, options: GuardOptions): void {
  const { owed, respondNodes } = options;
  // Before anything is taken over: it throws on a number that is no time.
  let waiting = AbortSignal.timeout(
    Math.max(0, (options.since ?? Date.now()) + options.deadlineMs - Date.now()),
  );
  const readText = textReader();
  let unfinished = '';
  let open = true;
  let streaming = false;
  let relayedAt = -Infinity;

  /** n8n's methods are back for as long as `send` takes. */
  const withOriginals = (send: () => void): void => {
    handBack();
    send();
    takeOver();
  };

  const begin = (contentType: string): void => {
    response.statusCode = 200;
    response.setHeader('Content-Type', contentType);
  };

  const finish = (why: EndOfWait): void => {
    if (!open) return;
    open = false;
    // Else the timer keeps the request and its answers in memory until the deadline.
    waiting.removeEventListener('abort', onDeadline);
    if (why !== 'complete') options.onFallback?.(why);
    const send = ({ contentType, body }: GuardedBody): void =>
      withOriginals(() => {
        if (!streaming) begin(contentType);
        response.end(body);
      });
    const body = owed.body(why);
    if (body instanceof Promise) void body.then(send);
    else send(body);
  };

  const relay = (chunk: StreamChunk): void => {
    const text = owed.relay?.(chunk);
    if (text === undefined) return;
    withOriginals(() => {
      if (!streaming) begin(owed.relayType ?? 'text/event-stream; charset=utf-8');
      streaming = true;
      relayedAt = Date.now();
      response.write(text);
    });
  };

  const onLine = (line: string): boolean => {
    const chunk = decodeChunkLine(line);
    if (chunk === undefined) return false;
    if (chunk.answer === undefined) relay(chunk);
    else if (chunk.nodeName !== undefined && respondNodes.has(chunk.nodeName)) owed.take(chunk.answer);
    return true;
  };

  const onChunk = (chunk: unknown): void => {
    if (!open) return;
    // n8n writes whole lines today, but a stream promises no boundaries.
    const lines = (unfinished + readText(chunk)).split('\n');
    const last = lines.pop() ?? '';
    lines.forEach(onLine);
    unfinished = onLine(last) ? '' : last;
    if (owed.isComplete()) finish('complete');
  };

  const ignore = (): GuardedResponse => response;
  const finishAndReturn = (): GuardedResponse => {
    finish('ended');
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

  const onDeadline = (): void => {
    const remaining = relayedAt + options.deadlineMs - Date.now();
    if (remaining <= 0) return finish('deadline');
    waiting = AbortSignal.timeout(Math.ceil(remaining));
    waiting.addEventListener('abort', onDeadline, { once: true });
  };

  takeOver();
  if (owed.isComplete()) finish('complete');
  else waiting.addEventListener('abort', onDeadline, { once: true });
}

/** Characters may be split between two writes. */
function textReader(): (chunk: unknown) => string {
  const decoder = new TextDecoder();
  return (chunk) => {
    if (typeof chunk === 'string') return chunk;
    return chunk instanceof Uint8Array ? decoder.decode(chunk, { stream: true }) : '';
  };
}
