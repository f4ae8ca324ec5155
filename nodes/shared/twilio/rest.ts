import type { IHookFunctions, ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';
import { fail } from '../fail';
import { written } from '../fields/textOf';
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
import type { Repeatable } from '../http/retry';
import { asObject, type JsonObject } from '../protocol/json';
import { trunkingBaseUrl, twilioBaseUrl, type TwilioApi, type TwilioCredential } from './hosts';
import { twilioProblem } from './restErrors';

export type { TwilioCredential } from './hosts';

export interface TwilioRequest extends Pick<
  JsonApiRequest,
  'delaysMs' | 'itemIndex' | 'method' | 'repeatable'
> {
  /** `account` if left out. */
  api?: TwilioApi;
  /** Starting with a slash; of `account` below the account, e.g. `/IncomingPhoneNumbers.json`, else with the version. */
  path: string;
  qs?: Record<string, string | number | undefined>;
  /** Form fields; a list is a field that comes more than once. */
  form?: JsonObject;
}

const TWILIO: JsonApi = {
  credential: 'vapiTwilioApi',
  codes: {
    notJson: 'TWILIO_NOT_JSON',
    redirected: 'TWILIO_REDIRECTED',
    tooLarge: 'TWILIO_ANSWER_TOO_LARGE',
    unreachable: 'TWILIO_UNREACHABLE',
  },
  problemOf: twilioProblem,
};

/**
 * Sends one request to Twilio about the account of the credential. A POST to an object sets it and may be repeated
 * like a GET; a POST to a list makes something new each time (Twilio knows no idempotency key).
 *
 * @returns failures of Twilio and of the network as data
 * @throws NodeOperationError before anything is sent: the credential is incomplete, or of a region without trunks
 */
export async function sendToTwilio(context: JsonApiContext, request: TwilioRequest): Promise<JsonApiOutcome> {
  const { api = 'account', method, path, qs, form, delaysMs, itemIndex } = request;
  const credential = await context.getCredentials<TwilioCredential>(TWILIO.credential, itemIndex);
  const url = withQuery(`${addressOf(context, credential, api, itemIndex)}${path}`, qs);
  const body = form && { type: 'application/x-www-form-urlencoded' as const, text: formText(form) };
  return await sendJson(context, TWILIO, {
    ...{ method, url, body, delaysMs, itemIndex },
    repeatable: twilioRepeatable(request),
  });
}

/** Pauses while somebody waits for a workflow to be published, or for a list in the editor. */
const SHORT_DELAYS_MS = [500, 2_000];

/**
 * The same for a trigger and for pickers: what they ask may be asked twice, since it reads or sets a value, and nobody
 * wants to wait long for it.
 *
 * @returns undefined where Twilio knows no such thing
 * @throws NodeOperationError with Twilio's message and the fix
 */
export async function twilioRequest(
  this: IHookFunctions | ILoadOptionsFunctions,
  request: TwilioRequest,
): Promise<JsonObject | undefined> {
  const asked: TwilioRequest = { delaysMs: SHORT_DELAYS_MS, repeatable: 'always', ...request };
  const outcome = await sendToTwilio(this, asked);
  if (outcome.ok) return asObject(outcome.answer);
  if (outcome.status === 404) return undefined;
  throw twilioError(this, asked, outcome);
}

/** The error for the builder. */
export function twilioError(
  context: JsonApiContext,
  request: TwilioRequest,
  problem: JsonApiProblem,
): NodeOperationError {
  return jsonApiError(context, { ...request, repeatable: twilioRepeatable(request) }, problem);
}

/** One object is named by its SID: two letters and 32 hexadecimal digits. */
const OBJECT_PATH = /\/[A-Z]{2}[0-9a-f]{32}(?:\.json)?$/i;

function twilioRepeatable({ method, path, repeatable }: TwilioRequest): Repeatable {
  return repeatable ?? (method === 'POST' && !OBJECT_PATH.test(path) ? 'unlessDone' : 'always');
}

function addressOf(
  context: JsonApiContext,
  credential: TwilioCredential,
  api: TwilioApi,
  itemIndex: number | undefined,
): string {
  const node = context.getNode();
  const baseUrl = api === 'account' ? twilioBaseUrl(credential) : trunkingBaseUrl(credential);
  if (baseUrl === undefined) throw fail(node, 'TWILIO_NO_TRUNKS', credential.region.toUpperCase(), itemIndex);
  if (!URL.canParse(baseUrl)) throw fail(node, 'TWILIO_BASE_URL_INVALID', baseUrl, itemIndex);
  const missing = missingIn(credential);
  if (missing !== undefined) throw fail(node, 'TWILIO_LOGIN_INCOMPLETE', missing, itemIndex);
  if (api === 'trunking') return baseUrl;
  return `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(credential.accountSid.trim())}`;
}

/** The field of the credential without which nothing can be sent. */
function missingIn({
  accountSid,
  authToken,
  login,
  apiKeySid,
  apiKeySecret,
}: TwilioCredential): string | undefined {
  const isEmpty = (value: string | undefined): boolean => (value ?? '').trim() === '';
  if (isEmpty(accountSid)) return 'Account SID';
  if (login !== 'apiKey') return isEmpty(authToken) ? 'Auth Token' : undefined;
  if (isEmpty(apiKeySid)) return 'API Key SID';
  return isEmpty(apiKeySecret) ? 'API Key Secret' : undefined;
}

function formText(form: JsonObject): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(form))
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
      if (one !== undefined && one !== null) fields.append(name, written(one));
  return fields.toString();
}
