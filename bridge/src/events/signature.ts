import { createHmac } from 'node:crypto';

/**
 * The value of `X-Bridge-Signature`: `sha256=` and the HMAC in hex, over the timestamp, a dot and the raw body. The
 * timestamp is part of it so that a captured request is of no use later.
 * @param timestamp seconds since 1970, as in `X-Bridge-Timestamp`
 */
export function signEvent(secret: string, timestamp: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
