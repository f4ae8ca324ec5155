import type { ErrorCode } from '../errors';
import { asArray, asObject, asText } from '../protocol/json';

/** Source: Telnyx docs, "API error codes", read 2026-11. */
const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  '10005': 'TELNYX_NOT_FOUND',
  '10009': 'TELNYX_UNAUTHORIZED',
  '10010': 'TELNYX_FORBIDDEN',
  '10011': 'TELNYX_RATE_LIMITED',
  '10012': 'TELNYX_DUPLICATE',
};

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'TELNYX_UNAUTHORIZED',
  403: 'TELNYX_FORBIDDEN',
  404: 'TELNYX_NOT_FOUND',
  409: 'TELNYX_DUPLICATE',
  429: 'TELNYX_RATE_LIMITED',
};

/**
 * What an error answer means. Telnyx's errors are `{errors: [{code, title, detail, source: {pointer}}]}`; what has
 * another form comes from a proxy. Every entry is shown.
 *
 * @param answer the body, parsed if it was JSON, else as text
 */
export function telnyxProblem(status: number, answer: unknown): { code: ErrorCode; text: string } {
  const errors = asArray(asObject(answer).errors).map(asObject);
  const codes = errors.map(({ code }) => String(code)).filter((code) => /^\d+$/.test(code));
  const said = errors.map(({ title, detail, source }) => {
    const field = asText(asObject(source).pointer);
    const words = [asText(title), asText(detail)].filter(Boolean).join(': ') || 'no message';
    return field === undefined ? words : `${words} (${field})`;
  });
  const message = said.join('; ') || (asText(answer) ?? 'no message');
  const label = codes.length === 0 ? '' : `, Telnyx error ${codes.join(', ')}`;
  const text = `${message} (HTTP ${status}${label})`;
  // Whatever is said with a 5xx: it is not sure what was done.
  const known = status < 500 ? (BY_STATUS[status] ?? BY_CODE[codes[0] ?? '']) : undefined;
  return { code: known ?? (status >= 500 || status === 408 ? 'TELNYX_FAILED' : 'TELNYX_REFUSED'), text };
}
