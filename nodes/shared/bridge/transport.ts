import {
  NodeApiError,
  sleep,
  type IDataObject,
  type IExecuteFunctions,
  type IHttpRequestMethods,
  type IHttpRequestOptions,
  type ILoadOptionsFunctions,
} from 'n8n-workflow';
import { ERRORS } from '../errors';
import { fail } from '../fail';
import { connectionProblemInFull, wasNoConnection } from '../http/connectionError';
import { BodyTooLarge, readBody } from '../http/readBody';
import { readable } from '../http/apiErrors';
import { mediaType } from '../http/mediaType';
import type { Readable } from '../http/readable';
import { mayRepeat, pauseBefore, retryAfter, type Repeatable } from '../http/retry';
import { isObject, type JsonObject } from '../protocol/json';
import { MAX_ANSWER_BYTES, USER_AGENT } from '../transport';
import { bridgeProblem, mayBeDone, type BridgeProblem } from './problems';

/** What the Vapi Bridge API credential holds. */
export interface BridgeApiCredential {
  baseUrl: string;
  apiKey: string;
  /** What events are signed with. */
  eventsSecret?: string;
}

/** The contexts of n8n from which the bridge is asked. */
export type BridgeContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface BridgeRequest {
  method: Extract<IHttpRequestMethods, 'GET' | 'POST' | 'DELETE'>;
  /** Below the base URL, starting with a slash. */
  path: string;
  qs?: IDataObject;
  body?: JsonObject;
  itemIndex?: number;
  /** A POST makes or says something each time unless this says otherwise. */
  repeatable?: Repeatable;
}

/** A success whose body has not been read yet. */
export interface OpenAnswer {
  status: number;
  headers: IDataObject;
  /** Undefined where an attempt whose answer got lost had done already what was asked for. */
  body: Readable | undefined;
}

const TIMEOUT_MS = 60_000;
/** An error says what it has to say in less. */
const MAX_ERROR_BYTES = 64 * 1024;

/** Where the bridge is, without a slash at the end; a path in front of its own is fine. */
export function bridgeBaseUrl({ baseUrl }: Pick<BridgeApiCredential, 'baseUrl'>): string {
  return String(baseUrl ?? '')
    .trim()
    .replace(/\/+$/, '');
}

/**
 * Sends one request to the bridge's REST API and reads the JSON object that comes back.
 *
 * @returns an empty object when the answer has no body
 * @throws NodeApiError with the bridge's message and its hint
 */
export async function bridgeRequest(context: BridgeContext, request: BridgeRequest): Promise<JsonObject> {
  const signal = AbortSignal.timeout(2 * TIMEOUT_MS);
  const { status, body, headers } = await openBridge(context, request, signal);
  if (body === undefined) return {};
  let text: string;
  try {
    text = (await readBody(body, MAX_ANSWER_BYTES, signal)).toString('utf8');
  } catch (error) {
    const problem: BridgeProblem =
      error instanceof BodyTooLarge
        ? { code: 'BRIDGE_ANSWER_TOO_LARGE', text: error.message, status }
        : { code: 'BRIDGE_UNREACHABLE', text: connectionProblemInFull(error), status: undefined };
    throw bridgeError(context, request, problem);
  }
  if (text.trim() === '') return {};
  const answer = parsed(text);
  if (isObject(answer)) return answer;
  const what = `${readable(text)} (${mediaType(headers) || 'no content type'})`;
  throw bridgeError(context, request, { code: 'BRIDGE_STRANGER', text: what, status });
}

/**
 * Sends one request and gives its success with the body still to come.
 *
 * Repeated with pauses are 429 and refused connections; after 408, 5xx and lost connections only what may be done
 * twice, see {@link Repeatable}.
 *
 * @param signal ends everything, the body included
 * @throws NodeApiError with the bridge's message and its hint
 */
export async function openBridge(
  context: BridgeContext,
  request: BridgeRequest,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  const credential = await context.getCredentials<BridgeApiCredential>('vapiBridgeApi', request.itemIndex);
  const baseUrl = bridgeBaseUrl(credential);
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl))
    throw fail(context.getNode(), 'BRIDGE_BASE_URL_INVALID', baseUrl, request.itemIndex);

  const repeatable = request.repeatable ?? (request.method === 'POST' ? 'unlessDone' : 'always');
  /** An attempt may have done what was asked for, although it failed. */
  let maybeDone = false;
  for (let done = 1; ; done++) {
    const outcome = await attempt(context, baseUrl, request, signal);
    if ('body' in outcome) return outcome;
    const isGone = outcome.status === 404 || outcome.status === 409;
    if (request.method === 'DELETE' && isGone && maybeDone)
      return { status: 204, headers: {}, body: undefined };
    maybeDone ||= mayBeDone(outcome);
    const pause = pauseBefore(done, outcome, Math.random());
    const isOver = signal.aborted || isCancelled(context) || !mayRepeat(outcome, repeatable);
    if (isOver || pause === undefined) throw bridgeError(context, request, outcome);
    await sleep(pause);
  }
}

function isCancelled(context: BridgeContext): boolean {
  return 'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true;
}

async function attempt(
  context: BridgeContext,
  baseUrl: string,
  { method, path, qs, body }: BridgeRequest,
  signal: AbortSignal,
): Promise<OpenAnswer | BridgeProblem> {
  const options: IHttpRequestOptions = {
    ...{ method, url: baseUrl + path, qs },
    body: body && JSON.stringify(body),
    headers: {
      'User-Agent': USER_AGENT,
      Accept: '*/*',
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    // Until the answer begins.
    timeout: TIMEOUT_MS,
    abortSignal: signal,
    // Read here, so that an endless answer cannot fill the memory.
    encoding: 'stream',
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
    disableFollowRedirect: true,
  };
  try {
    const answer = (await context.helpers.httpRequestWithAuthentication.call(
      context,
      'vapiBridgeApi',
      options,
    )) as { statusCode: number; headers: IDataObject; body: Readable };
    const { statusCode: status, headers } = answer;
    if (status >= 200 && status < 300) return { status, headers, body: answer.body };
    const text = (await readBody(answer.body, MAX_ERROR_BYTES, signal)).toString('utf8');
    const retryAfterMs = retryAfter(headers['retry-after'], Date.now());
    return { ...bridgeProblem(status, parsed(text), `${method} ${path}`), retryAfterMs };
  } catch (error) {
    const text = signal.aborted ? 'no answer in time' : connectionProblemInFull(error);
    return { code: 'BRIDGE_UNREACHABLE', text, status: undefined, refused: wasNoConnection(error) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const CHECK_FIRST =
  'The request was not repeated, because it may have been carried out nevertheless: check with Get Many before you send it again.';

function bridgeError(context: BridgeContext, request: BridgeRequest, problem: BridgeProblem): NodeApiError {
  const { code, text, status, hint } = problem;
  const { message, fix } = ERRORS[code];
  const isUnsure =
    request.method === 'POST' && (request.repeatable ?? 'unlessDone') === 'unlessDone' && mayBeDone(problem);
  const description = isUnsure ? `${hint ?? fix} ${CHECK_FIRST}` : (hint ?? fix);
  const error = new NodeApiError(
    context.getNode(),
    { message: text },
    {
      ...{ message: message(text), description, itemIndex: request.itemIndex },
      httpCode: status === undefined ? undefined : String(status),
    },
  );
  // In the place of a message that has a word such as ECONNREFUSED in it, n8n puts one of its own.
  error.message = message(text);
  error.context.code = code;
  return error;
}
