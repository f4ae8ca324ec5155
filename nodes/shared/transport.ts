import {
  NodeApiError,
  sleep,
  type IDataObject,
  type IExecuteFunctions,
  type IHookFunctions,
  type IHttpRequestMethods,
  type IHttpRequestOptions,
  type ILoadOptionsFunctions,
  type IWebhookFunctions,
  type JsonObject,
} from 'n8n-workflow';
import { ERRORS, type ErrorCode } from './errors';
import { fail } from './fail';
import { codeOfAnswer, codeOfSilence, messageOf, readable } from './http/apiErrors';
import { connectionProblemInFull, wasNoConnection } from './http/connectionError';
import { BodyTooLarge, readBody, type ByteStream } from './http/readBody';
import { mayRepeat, pauseBefore, retryAfter, type Attempt, type Repeatable } from './http/retry';

/** What the Vapi API credential holds. */
export interface VapiApiCredential {
  region: 'us' | 'eu' | 'custom';
  baseUrl?: string;
  /** For live control of assistants whose monitor plan asks for it; never sent to the REST API. */
  publicKey?: string;
}

export interface VapiRequest {
  method: IHttpRequestMethods;
  /** Below the base URL, starting with a slash. */
  path: string;
  qs?: IDataObject;
  /** JSON, or bytes with a `Content-Type` among the headers. */
  body?: IDataObject | IDataObject[] | Buffer;
  headers?: Record<string, string>;
  itemIndex?: number;
  /** Somebody waits for the answer; otherwise each attempt may take a minute. */
  patience?: Patience;
  /** A POST makes something new each time unless this says otherwise. */
  repeatable?: Repeatable;
  /** The most that is read of the answer; {@link MAX_ANSWER_BYTES} if left out. */
  maxBytes?: number;
  /** A redirect is an answer like any other. It is never followed: that is up to who asked, without the key. */
  redirects?: boolean;
}

/** An answer of Vapi that is no error. */
export interface VapiAnswer {
  status: number;
  headers: IDataObject;
  body: Buffer;
}

/** The contexts of n8n from which Vapi is asked. */
export type VapiContext = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IWebhookFunctions;

/** For a request while a caller waits. */
export interface Patience {
  /** Milliseconds for all attempts together. */
  totalMs: number;
  /** Pauses before the second attempt, the third, and so on. */
  delaysMs: readonly number[];
}

/** Vapi answers requests without a User-Agent of their own with Cloudflare's 403 "error code: 1010" (field report). */
export const USER_AGENT = 'n8n-nodes-vapi';

/** Far above any object of Vapi, far below what would hurt n8n. Lists ask for smaller pages before they give up. */
export const MAX_ANSWER_BYTES = 16 * 2 ** 20;

const BASE_URLS = { us: 'https://api.vapi.ai', eu: 'https://api.eu.vapi.ai' };
const TIMEOUT_MS = 60_000;
const TIMEOUT_GRACE_MS = 250;

/** A key belongs to one region, so the host is part of the credential. Source: Vapi docs, EU region. */
export function baseUrlOf(credential: VapiApiCredential): string {
  if (credential.region !== 'custom') return BASE_URLS[credential.region];
  return (credential.baseUrl ?? '').trim().replace(/\/+$/, '');
}

/**
 * Sends one request to Vapi's REST API and reads the JSON that comes back.
 *
 * @returns the parsed answer; undefined when it has no body
 * @throws NodeApiError with Vapi's whole message and the fix
 */
export async function vapiRequest(this: VapiContext, request: VapiRequest): Promise<unknown> {
  const { body, status } = await vapiAnswer.call(this, request);
  const text = body.toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notJson(this, request, text, status);
  }
}

/**
 * Sends one request to Vapi's REST API: the only place in the pack that does.
 *
 * Repeated with pauses are 429 and refused connections; after 408, 5xx and lost connections only what may be done
 * twice, see {@link Repeatable}.
 *
 * @throws NodeApiError with Vapi's whole message and the fix
 */
export async function vapiAnswer(this: VapiContext, request: VapiRequest): Promise<VapiAnswer> {
  const baseUrl = baseUrlOf(await this.getCredentials<VapiApiCredential>('vapiApi'));
  if (!URL.canParse(baseUrl)) throw fail(this.getNode(), 'CREDENTIAL_BASE_URL_INVALID', baseUrl);

  const { totalMs, delaysMs }: Partial<Patience> = request.patience ?? {};
  const repeatable = request.repeatable ?? (request.method === 'POST' ? 'unlessDone' : 'always');
  const end = Date.now() + (totalMs ?? Infinity);
  /** An attempt may have done what was asked for, although it failed. */
  let maybeDone = false;
  for (let done = 1; ; done++) {
    const outcome = await attempt.call(this, baseUrl, request, Math.min(TIMEOUT_MS, end - Date.now()));
    if (outcome.ok) return outcome;
    // An attempt before has deleted it, and its answer got lost.
    if (request.method === 'DELETE' && outcome.status === 404 && maybeDone)
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    maybeDone ||= outcome.status !== 429 && outcome.refused !== true;
    // Pauses that somebody asked for are as long as that; only the usual ones are left to chance.
    const pause = pauseBefore(done, outcome, delaysMs === undefined ? Math.random() : 1, delaysMs);
    const final = outcome.final === true || !mayRepeat(outcome, repeatable) || isCancelled(this);
    if (final || pause === undefined || Date.now() + pause >= end) throw apiError(this, request, outcome);
    await sleep(pause);
  }
}

/** Somebody stopped the execution: each further attempt would fail at once. */
function isCancelled(context: VapiContext): boolean {
  return 'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true;
}

interface Failure extends Attempt {
  code: ErrorCode;
  text: string;
  /** The same would come back. */
  final?: boolean;
}

async function attempt(
  this: VapiContext,
  baseUrl: string,
  request: VapiRequest,
  limitMs: number,
): Promise<({ ok: true } & VapiAnswer) | ({ ok: false } & Failure)> {
  const { method, path, maxBytes = MAX_ANSWER_BYTES } = request;
  const signal = AbortSignal.timeout(Math.max(Math.ceil(limitMs), 0));
  let answer: { statusCode: number; body: ByteStream; headers: IDataObject };
  let body: Buffer;
  try {
    const options = optionsOf(baseUrl, request, limitMs, signal);
    answer = (await this.helpers.httpRequestWithAuthentication.call(
      this,
      'vapiApi',
      options,
    )) as typeof answer;
    body = await readBody(answer.body, maxBytes, signal);
  } catch (error) {
    if (error instanceof BodyTooLarge)
      return { ok: false, status: 200, final: true, code: 'API_ANSWER_TOO_LARGE', text: error.message };
    const late = signal.aborted
      ? `no answer within ${(request.patience?.totalMs ?? TIMEOUT_MS) / 1000} s`
      : '';
    const refused = wasNoConnection(error);
    return {
      ok: false,
      status: undefined,
      refused,
      code: refused ? 'API_UNREACHABLE' : codeOfSilence(request),
      text: late || connectionProblemInFull(error),
    };
  }
  const { statusCode: status, headers } = answer;
  if (status >= 200 && status < 300) return { ok: true, status, headers, body };
  if (request.redirects === true && status >= 300 && status < 400) return { ok: true, status, headers, body };
  const message = messageOf(parsed(body));
  return {
    ok: false,
    status,
    code: codeOfAnswer(status, message, request),
    text: `${message} (HTTP ${status}, ${method} ${path})`,
    retryAfterMs: retryAfter(headers['retry-after'], Date.now()),
  };
}

function optionsOf(
  baseUrl: string,
  request: VapiRequest,
  limitMs: number,
  abortSignal: AbortSignal,
): IHttpRequestOptions {
  const { method, path, qs, body, headers } = request;
  const json = body !== undefined && !Buffer.isBuffer(body);
  return {
    method,
    url: baseUrl + path,
    qs,
    // Lists as status=a&status=b, the style that OpenAPI has by default.
    arrayFormat: 'repeat',
    // Written here: n8n sends no body at all for an empty object.
    body: json ? JSON.stringify(body) : body,
    headers: {
      'User-Agent': USER_AGENT,
      Accept: 'application/json',
      ...(json ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    // Where an execution can be cancelled, n8n puts its own signal in the place of ours: then this ends a wait for the
    // beginning of the answer. It comes a little later, so that ours has ended by then and says why.
    timeout: Math.max(Math.ceil(limitMs), 0) + TIMEOUT_GRACE_MS,
    abortSignal,
    // Read here, so that an endless answer cannot fill the memory.
    encoding: 'stream',
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
    disableFollowRedirect: true,
  };
}

function parsed(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Vapi's answer, or that of a proxy, says nothing about the thing that was to be made. */
function mayBeDone({ method, repeatable }: VapiRequest, code: ErrorCode): boolean {
  const unread = code === 'API_NOT_JSON' || code === 'API_ANSWER_TOO_LARGE';
  return unread && method === 'POST' && repeatable !== 'always';
}

const CHECK_FIRST =
  'The request may have been carried out nevertheless: check with Get Many before you send it again.';

function apiError(
  context: VapiContext,
  request: VapiRequest,
  failure: Pick<Failure, 'status' | 'code' | 'text'>,
): NodeApiError {
  const { message, fix } = ERRORS[failure.code];
  const details: JsonObject = { message: failure.text };
  const error = new NodeApiError(context.getNode(), details, {
    message: message(failure.text),
    description: mayBeDone(request, failure.code) ? `${fix} ${CHECK_FIRST}` : fix,
    httpCode: failure.status === undefined ? undefined : String(failure.status),
    itemIndex: request.itemIndex,
  });
  // In the place of a message that has a word such as ECONNREFUSED in it, n8n puts one of its own.
  error.message = message(failure.text);
  error.context.code = failure.code;
  return error;
}

/** The error for an answer that came with success and cannot be read. */
export function notJson(
  context: VapiContext,
  request: VapiRequest,
  text: string,
  status: number | undefined,
): NodeApiError {
  return apiError(context, request, { status, code: 'API_NOT_JSON', text: readable(text) });
}

/** The entry of the table of errors that an error of {@link vapiAnswer} comes from. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof NodeApiError ? (error.context.code as ErrorCode | undefined) : undefined;
}

/** Whether a request failed only because there was too much to read. */
export function answerWasTooLarge(error: unknown): boolean {
  return codeOf(error) === 'API_ANSWER_TOO_LARGE';
}
