import { createHmac } from 'node:crypto';

/**
 * `X-Twilio-Signature`: base64 of HMAC-SHA1, keyed with the auth token, over the exact public address
 * followed by every form field as name and value, ordered by name.
 * WebSocket upgrades and GET requests have no fields: only the address counts.
 *
 * Source: Twilio docs, Webhooks security, "Validating signatures from Twilio".
 */
export function twilioSignature(authToken: string, url: string, params: Record<string, string> = {}): string {
  const fields = Object.keys(params)
    .sort()
    .map((name) => name + (params[name] ?? ''));
  return createHmac('sha1', authToken)
    .update(url + fields.join(''), 'utf8')
    .digest('base64');
}
