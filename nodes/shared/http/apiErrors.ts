import type { ErrorCode } from '../errors';
import { textOf } from '../fields/textOf';
import type { Repeatable } from './retry';

/** The request that failed. */
export interface FailedRequest {
  method: string;
  path: string;
  repeatable?: Repeatable;
}

/**
 * Known messages of Vapi and what they really mean; the first that fits.
 * Source: vapi-api.md, "Errors" (docs, first-party code and field reports).
 */
const KNOWN: ReadonlyArray<readonly [message: RegExp, code: ErrorCode]> = [
  [/error code: 1010/, 'API_TURNED_AWAY'],
  [/daily outbound call limit/i, 'API_FREE_NUMBER_LIMIT'],
  [/valid phone number in the E\.164 format/, 'API_NOT_E164'],
  [/SIP gateway creation failed/, 'API_SIP_GATEWAY'],
  [/couldn't get assistant\. need either/i, 'API_NO_ASSISTANT'],
  [/couldn't get phone number\. need either/i, 'API_NO_PHONE_NUMBER'],
  [/should not exist/, 'API_UNKNOWN_FIELD'],
  [/must be a UUID/i, 'API_NOT_AN_ID'],
];

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'API_UNAUTHORIZED',
  402: 'API_PAYMENT_REQUIRED',
  403: 'API_FORBIDDEN',
  404: 'API_NOT_FOUND',
  409: 'API_CONFLICT',
  413: 'API_REQUEST_TOO_LARGE',
  429: 'API_RATE_LIMITED',
};

/** The entry of the table of errors for an answer that is none. */
export function codeOfAnswer(status: number, message: string, request: FailedRequest): ErrorCode {
  // Whatever Vapi says with a 5xx: it is not sure what was done.
  const known = status < 500 ? KNOWN.find(([pattern]) => pattern.test(message))?.[1] : undefined;
  if (known !== undefined) return known;
  if (status >= 300 && status < 400) return 'API_REDIRECTED';
  // The credential paths are in Vapi's docs and in its own code, but not in its OpenAPI.
  if ((status === 404 || status === 405) && /^\/credential(\/|$)/.test(request.path))
    return 'API_NO_CREDENTIALS';
  const byStatus = BY_STATUS[status];
  if (byStatus !== undefined) return byStatus;
  if (status !== 408 && status < 500) return 'API_BAD_REQUEST';
  return unsure(request, 'API_FAILED_CALL', 'API_FAILED_CREATE', 'API_FAILED');
}

/** The same for an answer that never came. */
export function codeOfSilence(request: FailedRequest): ErrorCode {
  return unsure(request, 'API_UNREACHABLE_CALL', 'API_UNREACHABLE_CREATE', 'API_UNREACHABLE');
}

/** What was asked for may have been done nevertheless; what to check depends on what it was. */
function unsure(
  { method, path, repeatable }: FailedRequest,
  call: ErrorCode,
  create: ErrorCode,
  other: ErrorCode,
): ErrorCode {
  if (method !== 'POST' || repeatable === 'always') return other;
  return path === '/call' ? call : create;
}

/**
 * Vapi's errors are NestJS': `{message: string | string[], error, statusCode}`. Every entry of a list is shown; each
 * begins with the field that it is about.
 *
 * @param answer the body, parsed if it was JSON
 */
export function messageOf(answer: unknown): string {
  if (typeof answer === 'string') return readable(answer) || 'no message';
  const { message, error } = (answer ?? {}) as { message?: unknown; error?: unknown };
  if (Array.isArray(message)) return message.map(textOf).join('; ');
  if (typeof message === 'string' && message !== '') return message;
  return typeof error === 'string' ? error : 'no message';
}

/** The beginning of a text; of a page of HTML its words, because a proxy's page says little in its markup. */
export function readable(text: string): string {
  const start = text.slice(0, 20_000);
  const words = /^\s*</.test(start)
    ? start
        .replace(/<(script|style)\b[^]*?<\/\1>/gi, ' ')
        .replace(/<[^>]{0,2000}>/g, ' ')
        .replace(/\s+/g, ' ')
    : start;
  return words.trim().slice(0, 200);
}
