import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  /** `X-Twilio-Signature` as it arrived. */
  signature: string | undefined;
  /** Public addresses that Twilio may have called, with their query as it arrived. */
  urls: readonly string[];
  /** The fields of a POST; empty for a GET, whose fields are in the address. */
  form: URLSearchParams;
}

/**
 * Whether Twilio signed a webhook: base64 of HMAC-SHA1, keyed with the account's auth token, over the address and
 * each field as name and value, ordered by name. Fails closed: without token or signature nothing is genuine.
 * Twilio signs the address with or without its port, so both count.
 *
 * Source: Twilio docs, "Webhooks security", "Validating signatures from Twilio"; a repeated field as in Twilio's own
 * helper library: each different value once, in order.
 */
export function isSignedByTwilio(authToken: string, { signature, urls, form }: SignedRequest): boolean {
  if (authToken === '' || signature === undefined) return false;
  const given = Buffer.from(signature);
  const fields = signedFields(form);
  const matches = urls.flatMap(withPortVariants).map((url) => {
    const expected = createHmac('sha1', authToken)
      .update(url + fields)
      .digest('base64');
    return sameBytes(given, Buffer.from(expected));
  });
  return matches.includes(true);
}

function signedFields(form: URLSearchParams): string {
  return [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value))
    .join('');
}

/** The address as it is, without a port, and with the default port of its scheme. Nothing else in it may change. */
function withPortVariants(url: string): string[] {
  const [, scheme, host, port, rest = ''] = /^(https?:\/\/)([^/?#:]+)(:\d+)?(.*)$/is.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return [url];
  const defaultPort = scheme.toLowerCase() === 'https://' ? ':443' : ':80';
  return [...new Set([url, scheme + host + rest, scheme + host + (port ?? defaultPort) + rest])];
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
