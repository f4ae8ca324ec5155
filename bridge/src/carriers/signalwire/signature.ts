import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The path of the media socket, below the public address. */
export const MEDIA_PATH = '/signalwire/media';

/** The path of the status callbacks of streams and calls, below the public address. */
export const STATUS_PATH = '/signalwire/status';

/** The path that is told what has answered a call out, below the public address. */
export const MACHINE_PATH = '/signalwire/machine';

/** The path of the documents that calls are diverted to, below the public address; the id of one follows. */
export const FAREWELL_PATH = '/signalwire/farewell';

/** The same for the documents of hand-overs. */
export const DOCUMENT_PATH = '/signalwire/dial/document';

/** Those that SignalWire signs webhooks with. The last is Twilio's, kept for those who come from there. */
export const SIGNATURE_HEADERS = [
  'x-signalwire-sha256-signature',
  'x-signalwire-signature',
  'x-twilio-signature',
] as const;

/** What a webhook was signed with; undefined: nothing. */
export function signatureOf(headers: IncomingHttpHeaders): string | undefined {
  for (const name of SIGNATURE_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/**
 * Whether SignalWire signed this webhook. There are two ways of it: hex(HMAC(key, address + body)), with SHA-256 or
 * SHA-1, and Twilio's base64(HMAC-SHA1(key, address + sorted fields)), which webhooks of cXML come with. The address is
 * the configured one; Host and X-Forwarded-* are the client's to choose. Sources: SignalWire docs, "Webhook security",
 * "Webhook signature validation".
 * @param path path and query as requested
 * @param body the bytes of the form
 */
export function isSignedWebhook(
  signingKey: string,
  publicUrl: string,
  path: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): boolean {
  const given = signatureOf(headers);
  if (given === undefined || signingKey === '') return false;
  const digest = (algorithm: string, url: string, signed: Buffer | string): Buffer =>
    createHmac(algorithm, signingKey).update(url).update(signed).digest();
  const fields = sortedFields(body);
  return withAndWithoutPort(publicUrl).some((base) => {
    const url = base + path;
    return (
      equals(given, digest('sha256', url, body).toString('hex')) ||
      equals(given, digest('sha1', url, body).toString('hex')) ||
      equals(given, digest('sha1', url, fields).toString('base64'))
    );
  });
}

/** The names and values of a form as one text, as Twilio's signature covers them. */
function sortedFields(body: Buffer): string {
  const fields = [...new URLSearchParams(body.toString())];
  return fields
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, value]) => name + value)
    .join('');
}

/** Signers differ in whether they name the port that goes without saying. */
function withAndWithoutPort(publicUrl: string): string[] {
  if (new URL(publicUrl).port !== '') return [publicUrl];
  return [publicUrl, publicUrl.replace(/^(https:\/\/[^/]+)/, '$1:443')];
}

function equals(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
