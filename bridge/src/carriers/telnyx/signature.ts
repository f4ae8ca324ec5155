import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The path of the media socket, below the public address. */
export const MEDIA_PATH = '/telnyx/media';

/** The path of the status callbacks of streams and calls, below the public address. */
export const STATUS_PATH = '/telnyx/status';

/** The path that is asked what to do when a call out is answered, below the public address. */
export const DIALLED_PATH = '/telnyx/dialled';

/** The path that is told what has answered a call out, below the public address. */
export const MACHINE_PATH = '/telnyx/machine';

export const SIGNATURE_HEADER = 'telnyx-signature-ed25519';
const TIMESTAMP_HEADER = 'telnyx-timestamp';
/** How far the clocks may be apart, and how long a webhook may be on its way; what Telnyx's own libraries allow. */
const TOLERANCE_S = 300;
/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410, 4). */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether this is a public key as Telnyx shows it: 32 bytes in base64. */
export function isPublicKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}

/** @param text as {@link isPublicKey} wants it */
export function readPublicKey(text: string): KeyObject {
  const key = Buffer.concat([DER_PREFIX, Buffer.from(text, 'base64')]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

/** What a webhook was signed with; empty: nothing. */
export function signatureOf(headers: IncomingHttpHeaders): string {
  const value = headers[SIGNATURE_HEADER];
  return typeof value === 'string' ? value : '';
}

export type SignatureCheck = 'signed' | 'unsigned' | 'out-of-date';

/**
 * Whether Telnyx signed this webhook: Ed25519 over time stamp, `|` and body; and whether it did so just now. Source:
 * Telnyx docs, "Receiving webhooks".
 * @param body the bytes of the body
 * @param nowMs Unix time
 */
export function checkSignature(
  publicKey: KeyObject,
  headers: IncomingHttpHeaders,
  body: Buffer,
  nowMs: number,
): SignatureCheck {
  const timestamp = headers[TIMESTAMP_HEADER];
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'unsigned';
  const signature = Buffer.from(signatureOf(headers), 'base64');
  const signed = Buffer.concat([Buffer.from(`${timestamp}|`), body]);
  if (signature.length !== 64 || !verify(null, signed, publicKey, signature)) return 'unsigned';
  return Math.abs(nowMs / 1000 - Number(timestamp)) <= TOLERANCE_S ? 'signed' : 'out-of-date';
}
