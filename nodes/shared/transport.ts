import {
  NodeApiError,
  sleep,
  type IDataObject,
  type IExecuteFunctions,
  type IHookFunctions,
  type IHttpRequestMethods,
  type ILoadOptionsFunctions,
  type IWebhookFunctions,
  type JsonObject,
} from 'n8n-workflow';
import { ERRORS, type ErrorCode } from './errors';
import { fail } from './fail';

/** What the Vapi API credential holds. */
export interface VapiApiCredential {
  region: 'us' | 'eu' | 'custom';
  baseUrl?: string;
}

export interface VapiRequest {
  method: IHttpRequestMethods;
  /** Below the base URL, starting with a slash. */
  path: string;
  qs?: IDataObject;
  body?: IDataObject;
  itemIndex?: number;
  /** Somebody waits for the answer; otherwise each attempt may take a minute. */
  patience?: Patience;
}

/** The contexts of n8n from which Vapi is asked. */
export type VapiContext = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IWebhookFunctions;

/** For a request while a caller waits. A refused connection is tried again, too: nothing was sent. */
export interface Patience {
  /** Milliseconds for all attempts together. */
  totalMs: number;
  /** Pauses before the second attempt, the third, and so on. */
  delaysMs: readonly number[];
}

/** Vapi answers requests without a User-Agent of their own with Cloudflare's 403 "error code: 1010" (field report). */
export const USER_AGENT = 'n8n-nodes-vapi';

const BASE_URLS = { us: 'https://api.vapi.ai', eu: 'https://api.eu.vapi.ai' };
const TIMEOUT_MS = 60_000;
const RETRY_DELAYS_MS = [1_000, 4_000];

/** A key belongs to one region, so the host is part of the credential. Source: Vapi docs, EU region. */
export function baseUrlOf(credential: VapiApiCredential): string {
  if (credential.region !== 'custom') return BASE_URLS[credential.region];
  return (credential.baseUrl ?? '').trim().replace(/\/+$/, '');
}

/**
 * Sends one request to Vapi's REST API: the only place in the pack that does.
 *
 * Reads are repeated after 408, 429, 5xx and connection errors; everything else only after a 429, because Vapi has
 * no idempotency key and a call that is placed twice rings twice.
 *
 * @returns the parsed JSON answer
 * @throws NodeApiError with Vapi's whole message and the fix
 */
export async function vapiRequest(this: VapiContext, request: VapiRequest): Promise<unknown> {
  const baseUrl = baseUrlOf(await this.getCredentials<VapiApiCredential>('vapiApi'));
  if (!URL.canParse(baseUrl)) throw fail(this.getNode(), 'CREDENTIAL_BASE_URL_INVALID', baseUrl);

  const { totalMs, delaysMs = RETRY_DELAYS_MS }: Partial<Patience> = request.patience ?? {};
  const signal = totalMs === undefined ? undefined : AbortSignal.timeout(totalMs);
  const end = Date.now() + (totalMs ?? Infinity);
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptRequest.call(this, baseUrl, request, signal);
    if (outcome.ok) return outcome.body;
    const delay = delaysMs[attempt];
    const pause = Math.max(delay ?? 0, outcome.retryAfterMs ?? 0);
    if (delay === undefined || !mayRepeat(request, outcome) || Date.now() + pause >= end) {
      throw apiError(this, request, outcome);
    }
    await sleep(pause);
  }
}

interface Failure {
  ok: false;
  /** Undefined when no answer came. */
  status: number | undefined;
  code: ErrorCode;
  text: string;
  retryAfterMs?: number;
  /** There was no connection, so Vapi cannot have done anything. */
  refused?: boolean;
}

async function attemptRequest(
  this: VapiContext,
  baseUrl: string,
  { method, path, qs, body, patience }: VapiRequest,
  abortSignal: AbortSignal | undefined,
): Promise<{ ok: true; body: unknown } | Failure> {
  let response: { statusCode: number; body: unknown; headers: IDataObject };
  try {
    response = (await this.helpers.httpRequestWithAuthentication.call(this, 'vapiApi', {
      method,
      url: baseUrl + path,
      qs,
      body,
      headers: { 'User-Agent': USER_AGENT, Accept: 'application/json' },
      json: true,
      timeout: TIMEOUT_MS,
      ...(abortSignal && { abortSignal }),
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
    })) as typeof response;
  } catch (error) {
    const reason = reasonOf(error);
    const late = abortSignal?.aborted ? `no answer within ${(patience?.totalMs ?? 0) / 1000} s` : undefined;
    const refused = (error as { httpCode?: unknown }).httpCode === 'ECONNREFUSED';
    return { ok: false, status: undefined, code: 'API_UNREACHABLE', text: late ?? reason, refused };
  }
  const { statusCode: status, body: answer } = response;
  if (status >= 200 && status < 300) {
    if (typeof answer !== 'string' || answer === '') return { ok: true, body: answer };
    return { ok: false, status, code: 'API_NOT_JSON', text: answer.slice(0, 200) };
  }
  const seconds = Number(response.headers['retry-after']);
  return {
    ok: false,
    status,
    code: codeOf(status),
    text: `${messageOf(answer)} (HTTP ${status}, ${method} ${path})`,
    retryAfterMs: Number.isFinite(seconds) ? Math.min(seconds, 60) * 1000 : undefined,
  };
}

function mayRepeat({ method, patience }: VapiRequest, { status, refused }: Failure): boolean {
  if (status === 429) return true;
  if (refused && patience !== undefined) return true;
  return method === 'GET' && (status === undefined || status === 408 || status >= 500);
}

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'API_UNAUTHORIZED';
  if (status >= 300 && status < 400) return 'API_REDIRECTED';
  if (status === 404) return 'API_NOT_FOUND';
  if (status === 429) return 'API_RATE_LIMITED';
  return status >= 500 || status === 408 ? 'API_FAILED' : 'API_BAD_REQUEST';
}

/** Vapi's errors are NestJS': `{message: string | string[], error, statusCode}`. Every entry of a list is shown. */
function messageOf(answer: unknown): string {
  if (typeof answer === 'string') return answer.slice(0, 200) || 'no message';
  const { message, error } = (answer ?? {}) as { message?: unknown; error?: unknown };
  if (Array.isArray(message)) return message.map(String).join('; ');
  if (typeof message === 'string') return message;
  return typeof error === 'string' ? error : 'no message';
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return [code, message].filter(Boolean).join(' ') || String(error);
}

function apiError(context: VapiContext, request: VapiRequest, failure: Failure): NodeApiError {
  const { message, fix } = ERRORS[failure.code];
  const details: JsonObject = { message: failure.text };
  return new NodeApiError(context.getNode(), details, {
    message: message(failure.text),
    description: fix,
    httpCode: failure.status === undefined ? undefined : String(failure.status),
    itemIndex: request.itemIndex,
  });
}
