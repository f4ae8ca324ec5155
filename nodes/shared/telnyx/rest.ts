import type { NodeOperationError } from 'n8n-workflow';
import { fail } from '../fail';
import {
  jsonApiError,
  sendJson,
  withQuery,
  type JsonApi,
  type JsonApiContext,
  type JsonApiOutcome,
  type JsonApiProblem,
  type JsonApiRequest,
} from '../http/jsonApi';
import { asArray, asNumber, asObject, isObject, type JsonObject } from '../protocol/json';
import { telnyxProblem } from './restErrors';

/** What the Vapi Telnyx API credential holds. */
export interface TelnyxCredential {
  apiKey: string;
  /** Empty for Telnyx itself. */
  baseUrl?: string;
}

export interface TelnyxRequest extends Pick<JsonApiRequest, 'itemIndex' | 'method'> {
  /** Below the base URL, starting with a slash, e.g. `/fqdn_connections`. */
  path: string;
  qs?: Record<string, string | number | undefined>;
  body?: JsonObject;
}

/** Source: Telnyx docs, "API authentication", read 2026-11. */
export const TELNYX_URL = 'https://api.telnyx.com/v2';

const TELNYX: JsonApi = {
  credential: 'vapiTelnyxApi',
  codes: {
    notJson: 'TELNYX_NOT_JSON',
    redirected: 'TELNYX_REDIRECTED',
    tooLarge: 'TELNYX_ANSWER_TOO_LARGE',
    unreachable: 'TELNYX_UNREACHABLE',
  },
  problemOf: telnyxProblem,
};

/** Where Telnyx's API is, with its version and without a slash at the end. */
export function telnyxBaseUrl({ baseUrl }: Pick<TelnyxCredential, 'baseUrl'>): string {
  return (baseUrl ?? '').trim().replace(/\/+$/, '') || TELNYX_URL;
}

/**
 * Sends one request to Telnyx. A POST is not repeated once it may have been carried out.
 *
 * @returns the answer as it is, with its `data` and `meta`; failures of Telnyx and of the network as data
 * @throws NodeOperationError before anything is sent: the credential is incomplete
 */
export async function sendToTelnyx(context: JsonApiContext, request: TelnyxRequest): Promise<JsonApiOutcome> {
  const { method, path, qs, body, itemIndex } = request;
  const credential = await context.getCredentials<TelnyxCredential>(TELNYX.credential, itemIndex);
  const baseUrl = telnyxBaseUrl(credential);
  if (!URL.canParse(baseUrl)) throw fail(context.getNode(), 'TELNYX_BASE_URL_INVALID', baseUrl, itemIndex);
  if (String(credential.apiKey ?? '').trim() === '')
    throw fail(context.getNode(), 'TELNYX_KEY_MISSING', 'API Key', itemIndex);
  return await sendJson(context, TELNYX, {
    ...{ method, url: withQuery(`${baseUrl}${path}`, qs), itemIndex },
    body: body && { type: 'application/json', text: JSON.stringify(body) },
  });
}

/** The error for the builder. */
export function telnyxError(
  context: JsonApiContext,
  request: TelnyxRequest,
  problem: JsonApiProblem,
): NodeOperationError {
  return jsonApiError(context, request, problem);
}

/** What an answer is about: Telnyx puts it below `data`. */
export function telnyxData(answer: unknown): unknown {
  return isObject(answer) && answer.data !== undefined ? answer.data : answer;
}

/** The most that connections give in one page. Source: Telnyx API reference, "List FQDN connections". */
const PAGE_SIZE = 250;

/**
 * Every row of a list, each once. Source: Telnyx API reference, pagination: `page[number]` from 1, `page[size]`,
 * `meta.total_pages`.
 *
 * @throws NodeOperationError with Telnyx's message; also where Telnyx knows no such list, and where the answer holds
 *   none: it is not taken for an empty one
 */
export async function telnyxList(
  context: JsonApiContext,
  { path, qs, itemIndex }: Pick<TelnyxRequest, 'itemIndex' | 'path' | 'qs'>,
): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  const seen = new Set<string>();
  for (let page = 1; ; page++) {
    const paging = { 'page[size]': PAGE_SIZE, ...qs, 'page[number]': page };
    const request: TelnyxRequest = { method: 'GET', path, qs: paging, itemIndex };
    const outcome = await sendToTelnyx(context, request);
    if (!outcome.ok) throw telnyxError(context, request, outcome);
    const data = telnyxData(outcome.answer);
    if (!Array.isArray(data)) throw fail(context.getNode(), 'ANSWER_WITHOUT_LIST', `GET ${path}`, itemIndex);
    const rows = asArray(data).map(asObject);
    // A row moves to the next page when a newer one comes in meanwhile.
    const fresh = rows.filter(({ id }) => id === undefined || !seen.has(String(id)));
    fresh.forEach(({ id }) => seen.add(String(id)));
    all.push(...fresh);
    const pages = asNumber(asObject(asObject(outcome.answer).meta).total_pages);
    const isLast = pages === undefined ? rows.length < Number(paging['page[size]']) : page >= pages;
    // A page without anything new: whatever the numbers say, it goes round in circles.
    if (isLast || fresh.length === 0) return all;
  }
}
