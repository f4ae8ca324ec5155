import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isBearer } from '../routes/bearer';

/**
 * Whether a request proves that it is Vapi's: by the secret as a bearer token, or in `X-Vapi-Secret`, which is how
 * `server.secret` arrives (Vapi docs, server authentication). Compared in constant time.
 */
export function hasSecret(headers: IncomingHttpHeaders, secret: string): boolean {
  const given = headers['x-vapi-secret'];
  if (typeof given === 'string') return timingSafeEqual(digest(given), digest(secret));
  return isBearer(headers.authorization, secret);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
