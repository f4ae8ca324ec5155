import type { ErrorCode } from '../errors';
import { asNumber, asObject, asText } from '../protocol/json';

/**
 * Twilio's own codes that mean more than their HTTP status says.
 * Source: Twilio docs, "Error and warning dictionary" (twilio.com/docs/api/errors/<code>), read 2026-11.
 */
const BY_CODE: Readonly<Record<number, ErrorCode>> = {
  10001: 'TWILIO_ACCOUNT_INACTIVE',
  10002: 'TWILIO_TRIAL_ACCOUNT',
  20005: 'TWILIO_ACCOUNT_INACTIVE',
  // IP access control lists, addresses in one, credential lists, logins in one, trunks, origination URLs.
  21237: 'TWILIO_LIMIT_REACHED',
  21239: 'TWILIO_LIMIT_REACHED',
  21242: 'TWILIO_LIMIT_REACHED',
  21244: 'TWILIO_LIMIT_REACHED',
  21249: 'TWILIO_LIMIT_REACHED',
  21255: 'TWILIO_LIMIT_REACHED',
  // Access lists and credential lists that a trunk uses, trunks with something below them.
  21236: 'TWILIO_STILL_IN_USE',
  21241: 'TWILIO_STILL_IN_USE',
  21247: 'TWILIO_STILL_IN_USE',
  21240: 'TWILIO_SIP_LOGIN_REFUSED',
  21243: 'TWILIO_SIP_LOGIN_REFUSED',
  21248: 'TWILIO_DOMAIN_TAKEN',
  21404: 'TWILIO_TRIAL_ACCOUNT',
  21422: 'TWILIO_NUMBER_NOT_FOR_SALE',
  21452: 'TWILIO_NUMBER_NOT_FOR_SALE',
  70051: 'TWILIO_FORBIDDEN',
};

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'TWILIO_UNAUTHORIZED',
  403: 'TWILIO_FORBIDDEN',
  404: 'TWILIO_NOT_FOUND',
  429: 'TWILIO_RATE_LIMITED',
};

/**
 * What an error answer means. Twilio's errors are `{code, message, more_info, status}`; what has another form comes
 * from a proxy.
 *
 * @param answer the body, parsed if it was JSON, else as text
 */
export function twilioProblem(status: number, answer: unknown): { code: ErrorCode; text: string } {
  const error = asObject(answer);
  const number = asNumber(error.code);
  const message = asText(error.message) ?? asText(answer) ?? 'no message';
  const text = `${message} (HTTP ${status}${number === undefined ? '' : `, Twilio error ${number}`})`;
  // Whatever is said with a 5xx: it is not sure what was done.
  const known = status < 500 ? (BY_CODE[number ?? 0] ?? BY_STATUS[status]) : undefined;
  return { code: known ?? (status >= 500 || status === 408 ? 'TWILIO_FAILED' : 'TWILIO_REFUSED'), text };
}
