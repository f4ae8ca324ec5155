import { createHmac } from 'node:crypto';
import { sameBytes } from './compare';
import { header, refuse, type ReceivedRequest, type Verdict } from './received';

/** Field names are those of Vapi's HMACAuthenticationPlan, unless a comment says otherwise. */
export interface HmacPlan {
  secretKey: string;
  /** `secretIsBase64` of the plan; n8n would take a field with "secret" in its name for a password. */
  keyIsBase64: boolean;
  algorithm: 'sha256' | 'sha512' | 'sha1';
  signatureHeader: string;
  signaturePrefix: string;
  signatureEncoding: 'hex' | 'base64';
  includeTimestamp: boolean;
  timestampHeader: string;
  /** With `{body}`, `{timestamp}`, `{method}`, `{url}` and `{svix-id}`. */
  payloadFormat: string;
  /** Header with the id that replaces `{svix-id}`. */
  messageIdHeader: string;
  /** Ours: how old a signed request may be, in seconds; 0 accepts any age. */
  toleranceSeconds: number;
}

/**
 * Checks the signature over the bytes that arrived, and with a timestamp its age.
 *
 * Source: Vapi's OpenAPI document, HMACAuthenticationPlan. It leaves open whether `{body}` is the raw body (taken
 * so), which URL `{url}` is (several are tried) and the unit of the timestamp (all are taken).
 */
export function verifyHmac(plan: HmacPlan, request: ReceivedRequest): Verdict {
  const key = Buffer.from(plan.secretKey, plan.keyIsBase64 ? 'base64' : 'utf8');
  // Also text that decodes to nothing: anybody can sign with an empty key.
  if (key.length === 0) return refuse('the credential has no secret key');
  const gap = formatProblem(plan);
  if (gap !== undefined) return refuse(gap);
  const sent = header(request, plan.signatureHeader);
  if (sent === undefined) return refuse(`no ${plan.signatureHeader} header`);
  if (!sent.startsWith(plan.signaturePrefix)) {
    return refuse(`${plan.signatureHeader} does not start with ${plan.signaturePrefix}`);
  }
  const given = decode(sent.slice(plan.signaturePrefix.length), plan.signatureEncoding);
  if (given === undefined) return refuse(`${plan.signatureHeader} holds no ${plan.signatureEncoding}`);

  const timestamp = header(request, plan.timestampHeader) ?? '';
  const old = plan.includeTimestamp ? ageProblem(plan, timestamp, request.now) : undefined;
  if (old !== undefined) return refuse(old);

  const matches = request.urls.map((url) => {
    const signed = signedBytes(plan, timestamp, request, url);
    return sameBytes(given, createHmac(plan.algorithm, key).update(signed).digest());
  });
  return matches.includes(true) ? { ok: true } : refuse('the signature does not match');
}

/** What makes a payload format worthless as proof: parts of the request that it leaves unsigned. */
export function formatProblem(
  plan: Pick<HmacPlan, 'payloadFormat' | 'includeTimestamp'>,
): string | undefined {
  if (!plan.payloadFormat.includes('{body}')) return 'the payload format does not sign the {body}';
  if (plan.includeTimestamp && !plan.payloadFormat.includes('{timestamp}')) {
    return 'the payload format does not sign the {timestamp}, so it proves no age';
  }
  return undefined;
}

/** Node drops what is not of the encoding without a word; a signature is taken whole or not at all. */
function decode(text: string, encoding: 'hex' | 'base64'): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  const plain = (value: string): string =>
    encoding === 'hex'
      ? value.toLowerCase()
      : value.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  return plain(bytes.toString(encoding)) === plain(text) ? bytes : undefined;
}

function ageProblem(plan: HmacPlan, timestamp: string, now: number): string | undefined {
  // A field that an expression left empty must not switch the check off: only a 0 does.
  const accepted = Number.parseFloat(String(plan.toleranceSeconds));
  if (!(accepted >= 0)) return 'the accepted age of the credential is no number of seconds';
  if (timestamp === '') return `no ${plan.timestampHeader} header`;
  const age = ageInSeconds(timestamp, now);
  if (age === undefined) return `${plan.timestampHeader} holds no time: ${timestamp.slice(0, 40)}`;
  if (accepted > 0 && Math.abs(age) > accepted) {
    return `the request is ${Math.round(age)} s old, accepted are ${accepted} s`;
  }
  return undefined;
}

/** Vapi does not document the unit, so seconds, milliseconds and ISO 8601 are taken. */
function ageInSeconds(timestamp: string, now: number): number | undefined {
  const number = /^\d+(\.\d+)?$/.test(timestamp) ? Number(timestamp) : undefined;
  // 1e11 seconds is the year 5138, 1e11 milliseconds is 1973: nothing real lies on the wrong side.
  const at = number === undefined ? Date.parse(timestamp) : number < 1e11 ? number * 1000 : number;
  return Number.isFinite(at) ? (now - at) / 1000 : undefined;
}

/** The payload format with its parts filled in; the body goes in as bytes, it need not be valid UTF-8. */
function signedBytes(plan: HmacPlan, timestamp: string, request: ReceivedRequest, url: string): Buffer {
  const parts: Record<string, string | Buffer> = {
    body: request.rawBody,
    timestamp,
    method: request.method,
    url,
    'svix-id': header(request, plan.messageIdHeader) ?? '',
  };
  // Every second piece is the name of a placeholder, the others are the text around them.
  const pieces = plan.payloadFormat.split(/\{(body|timestamp|method|url|svix-id)\}/);
  return Buffer.concat(
    pieces.map((piece, index) => Buffer.from(index % 2 === 1 ? (parts[piece] ?? piece) : piece)),
  );
}
