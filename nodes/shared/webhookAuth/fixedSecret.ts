import { sameText } from './compare';
import { bearerToken, header, refuse, type ReceivedRequest, type Verdict } from './received';

export function verifyBearer(token: string, request: ReceivedRequest): Verdict {
  const sent = bearerToken(request);
  if (!sent.ok) return sent;
  return sameText(sent.token, token) ? { ok: true } : refuse('the bearer token does not match');
}

export function verifyHeader(name: string, value: string, request: ReceivedRequest): Verdict {
  if (name === '') return refuse('the credential names no header');
  const sent = header(request, name);
  if (sent === undefined) return refuse(`no ${name} header`);
  return sameText(sent, value) ? { ok: true } : refuse(`the value of ${name} does not match`);
}

/**
 * Whether a text arrives in a header as it was sent. White space at its ends is cut off, control characters are not
 * allowed, and what lies beyond ASCII depends on who sends it (RFC 9110, 5.5).
 */
export function isHeaderText(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(value);
}
