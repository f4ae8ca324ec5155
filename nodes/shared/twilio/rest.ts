import {
  sleep,
  type IDataObject,
  type IHookFunctions,
  type IHttpRequestMethods,
  type ILoadOptionsFunctions,
} from 'n8n-workflow';
import type { ErrorCode } from '../errors';
import { fail } from '../fail';
import { asObject, asText, type JsonObject } from '../protocol/json';
import { USER_AGENT } from '../transport';

/** What the Vapi Twilio API credential holds. */
export interface TwilioCredential {
  accountSid: string;
  authToken: string;
  login: 'authToken' | 'apiKey';
  region: 'us1' | 'ie1' | 'au1' | 'custom';
  baseUrl?: string;
}

export interface TwilioRequest {
  method: Extract<IHttpRequestMethods, 'GET' | 'POST'>;
  /** Below the account, starting with a slash, e.g. `/IncomingPhoneNumbers.json`. */
  path: string;
  qs?: IDataObject;
  form?: Record<string, string>;
}

/** Source: Twilio docs, "Global infrastructure": a region other than US1 is reached by its edge location. */
const BASE_URLS = {
  us1: 'https://api.twilio.com',
  ie1: 'https://api.dublin.ie1.twilio.com',
  au1: 'https://api.sydney.au1.twilio.com',
};
const TIMEOUT_MS = 15_000;
const RETRY_DELAYS_MS = [500, 2_000];

/**
 * Sends one request to Twilio's REST API, about the account of the credential. What is asked here may be asked twice
 * (it reads, or sets a value), so it is repeated after 429, 5xx and connection errors.
 *
 * @returns undefined where Twilio knows no such thing
 * @throws NodeOperationError with Twilio's message and the fix
 */
export async function twilioRequest(
  this: IHookFunctions | ILoadOptionsFunctions,
  request: TwilioRequest,
): Promise<JsonObject | undefined> {
  const credential = await this.getCredentials<TwilioCredential>('vapiTwilioApi');
  const baseUrl = twilioBaseUrl(credential);
  if (!URL.canParse(baseUrl)) throw fail(this.getNode(), 'TWILIO_BASE_URL_INVALID', baseUrl);
  const url = `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(credential.accountSid.trim())}${request.path}`;

  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptRequest.call(this, url, request);
    if (outcome.ok) return outcome.body;
    const delay = RETRY_DELAYS_MS[attempt];
    if (delay === undefined || !outcome.mayPass) throw fail(this.getNode(), outcome.code, outcome.text);
    await sleep(delay);
  }
}

export function twilioBaseUrl({ region, baseUrl }: Pick<TwilioCredential, 'region' | 'baseUrl'>): string {
  return region === 'custom' ? (baseUrl ?? '').trim().replace(/\/+$/, '') : BASE_URLS[region];
}

type Outcome =
  { ok: true; body: JsonObject | undefined } | { ok: false; code: ErrorCode; text: string; mayPass: boolean };

async function attemptRequest(
  this: IHookFunctions | ILoadOptionsFunctions,
  url: string,
  { method, qs, form }: TwilioRequest,
): Promise<Outcome> {
  let response: { statusCode: number; body: unknown };
  try {
    response = (await this.helpers.httpRequestWithAuthentication.call(this, 'vapiTwilioApi', {
      ...{ method, url, qs, body: form && new URLSearchParams(form) },
      headers: {
        'User-Agent': USER_AGENT,
        Accept: 'application/json',
        ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      },
      timeout: TIMEOUT_MS,
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
    })) as typeof response;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'TWILIO_UNREACHABLE', text, mayPass: true };
  }
  const { statusCode: status, body } = response;
  if (status >= 200 && status < 300) return { ok: true, body: asObject(body) };
  if (status === 404) return { ok: true, body: undefined };
  const text = `${asText(asObject(body).message) ?? 'no message'} (HTTP ${status})`;
  if (status === 401 || status === 403)
    return { ok: false, code: 'TWILIO_UNAUTHORIZED', text, mayPass: false };
  return { ok: false, code: 'TWILIO_REFUSED', text, mayPass: status === 429 || status >= 500 };
}
