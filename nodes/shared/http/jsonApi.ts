import {
  sleep,
  type IDataObject,
  type IExecuteFunctions,
  type IHookFunctions,
  type IHttpRequestOptions,
  type ILoadOptionsFunctions,
  type NodeOperationError,
} from 'n8n-workflow';
import type { ErrorCode } from '../errors';
import { fail } from '../fail';
import { MAX_ANSWER_BYTES, USER_AGENT } from '../transport';
import { readable } from './apiErrors';
import { connectionProblemInFull, wasNoConnection } from './connectionError';
import { BodyTooLarge, readBody, type ByteStream } from './readBody';
import { mayRepeat, pauseBefore, retryAfter, type Attempt, type Repeatable } from './retry';

/** A carrier's JSON API, as far as it differs from others. */
export interface JsonApi {
  /** Type of the n8n credential that logs in. */
  credential: string;
  /** Entries of the table of errors for what is no answer of the API. */
  codes: Record<'notJson' | 'redirected' | 'tooLarge' | 'unreachable', ErrorCode>;
  /**
   * What an error answer means.
   *
   * @param answer the body, parsed if it was JSON, else as text
   */
  problemOf(status: number, answer: unknown): { code: ErrorCode; text: string };
}

/** The contexts of n8n from which carriers are asked. */
export type JsonApiContext = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions;

export interface JsonApiRequest {
  method: 'DELETE' | 'GET' | 'PATCH' | 'POST';
  /** The whole address, with its query. */
  url: string;
  body?: { type: 'application/json' | 'application/x-www-form-urlencoded'; text: string };
  /** A POST makes something new each time unless this says otherwise. */
  repeatable?: Repeatable;
  /** Pauses in the place of the usual ones, which are up to chance and longer after 429. */
  delaysMs?: readonly number[];
  itemIndex?: number;
}

/** How a request ended, all its attempts taken together. */
export type JsonApiOutcome = { ok: true; status: number; answer: unknown } | JsonApiProblem;

export interface JsonApiProblem extends Attempt {
  ok: false;
  code: ErrorCode;
  text: string;
  /** No answer, or one that says nothing: what was asked for may have been done. */
  mayBeDone: boolean;
}

const TIMEOUT_MS = 15_000;
const TIMEOUT_GRACE_MS = 250;

/**
 * Sends one request and reads the JSON that comes back. Repeated with pauses are 429 and refused connections; after
 * 408, 5xx and lost connections only what may be done twice, see {@link Repeatable}. Redirects are never followed.
 *
 * @returns failures of the API and of the network as data; an answer without a body is undefined
 */
export async function sendJson(
  context: JsonApiContext,
  api: JsonApi,
  request: JsonApiRequest,
): Promise<JsonApiOutcome> {
  const { delaysMs } = request;
  let mayBeDone = false;
  for (let done = 1; ; done++) {
    const outcome = await attempt(context, api, request);
    if (outcome.ok) return outcome;
    // An attempt before has deleted it, and its answer got lost.
    if (request.method === 'DELETE' && outcome.status === 404 && mayBeDone)
      return { ok: true, status: 204, answer: undefined };
    mayBeDone ||= outcome.mayBeDone;
    const again = mayRepeat(outcome, repeatableOf(request)) && !isCancelled(context);
    // Pauses that somebody asked for are as long as that; only the usual ones are left to chance.
    const pause = pauseBefore(done, outcome, delaysMs === undefined ? Math.random() : 1, delaysMs);
    if (!again || pause === undefined) return { ...outcome, mayBeDone };
    await sleep(pause);
  }
}

const IN_DOUBT =
  'The request was not repeated, because it may have been carried out nevertheless: look before you send it again.';

/** The error for the builder. */
export function jsonApiError(
  context: JsonApiContext,
  request: Pick<JsonApiRequest, 'itemIndex' | 'method' | 'repeatable'>,
  { code, text, mayBeDone }: JsonApiProblem,
): NodeOperationError {
  const error = fail(context.getNode(), code, text, request.itemIndex);
  const isUnsure = mayBeDone && repeatableOf(request) === 'unlessDone';
  if (isUnsure) error.description = `${error.description ?? ''} ${IN_DOUBT}`.trim();
  return error;
}

/** An address with a query. What is undefined is left out. */
export function withQuery(
  url: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) given.append(name, String(value));
  return given.size === 0 ? url : `${url}?${given.toString()}`;
}

function repeatableOf({ method, repeatable }: Pick<JsonApiRequest, 'method' | 'repeatable'>): Repeatable {
  return repeatable ?? (method === 'POST' ? 'unlessDone' : 'always');
}

function isCancelled(context: JsonApiContext): boolean {
  return 'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true;
}

async function attempt(
  context: JsonApiContext,
  api: JsonApi,
  request: JsonApiRequest,
): Promise<JsonApiOutcome> {
  const { credential, codes } = api;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let answer: { statusCode: number; headers: IDataObject; body: ByteStream } | undefined;
  let text: string;
  try {
    const options = optionsOf(request, signal);
    answer = (await context.helpers.httpRequestWithAuthentication.call(
      context,
      credential,
      options,
    )) as NonNullable<typeof answer>;
    text = (await readBody(answer.body, MAX_ANSWER_BYTES, signal)).toString('utf8');
  } catch (error) {
    if (error instanceof BodyTooLarge) return problem(answer?.statusCode, codes.tooLarge, error.message);
    const refused = wasNoConnection(error);
    const late = signal.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : '';
    return {
      ...problem(undefined, codes.unreachable, late || connectionProblemInFull(error)),
      ...{ refused, mayBeDone: !refused },
    };
  }
  const { statusCode: status, headers } = answer;
  const json = readJson(text);
  if (status >= 200 && status < 300) {
    if (json !== undefined) return { ok: true, status, answer: json.value };
    return problem(status, codes.notJson, readable(text));
  }
  if (status < 400) return problem(status, codes.redirected, `HTTP ${status}`);
  const { code, text: said } = api.problemOf(status, json === undefined ? readable(text) : json.value);
  return { ...problem(status, code, said), retryAfterMs: retryAfter(headers['retry-after'], Date.now()) };
}

/** A success that cannot be read says as little about what was done as no answer. */
function problem(status: number | undefined, code: ErrorCode, text: string): JsonApiProblem {
  const isSilent = status === undefined || status < 300 || status === 408 || status >= 500;
  return { ok: false, status, code, text, mayBeDone: isSilent };
}

function optionsOf({ method, url, body }: JsonApiRequest, abortSignal: AbortSignal): IHttpRequestOptions {
  return {
    ...{ method, url, body: body?.text },
    headers: {
      'User-Agent': USER_AGENT,
      Accept: 'application/json',
      ...(body ? { 'Content-Type': body.type } : {}),
    },
    // Where an execution can be cancelled, n8n puts its own signal in the place of ours: then this ends a wait for the
    // beginning of the answer. It comes a little later, so that ours has ended by then and says why.
    timeout: TIMEOUT_MS + TIMEOUT_GRACE_MS,
    abortSignal,
    // Read here, so that an endless answer cannot fill the memory.
    encoding: 'stream',
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
    disableFollowRedirect: true,
  };
}

/** Undefined for what is no JSON; no text at all is no value. */
function readJson(text: string): { value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
