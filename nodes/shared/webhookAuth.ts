import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How Vapi proves itself. Field names of the HMAC scheme are those of Vapi's HMACAuthenticationPlan. */
export type WebhookProof =
  | { scheme: 'bearer'; token: string }
  | { scheme: 'header'; headerName: string; headerValue: string }
  | { scheme: 'secret'; secret: string }
  | ({ scheme: 'hmac' } & HmacPlan);

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
  /** How old a signed request may be, in seconds; 0 accepts any age. */
  toleranceSeconds: number;
}

export interface ReceivedRequest {
  /** Header names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes of the body as they arrived: a re-serialised body has another signature. */
  rawBody: Buffer;
  method: string;
  /** The URL as it may have been signed: the path as it arrived, the public one. Vapi documents neither. */
  urls: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
}

export type Verdict = { ok: true } | { ok: false; reason: string };

/**
 * Checks the proof of a webhook request. Fails closed: an empty secret never matches, a credential that cannot be
 * used refuses. Never throws.
 * The reason is for the log of the builder and names no secret.
 *
 * Source: Vapi docs, server authentication; `server.secret` arrives as `X-Vapi-Secret`.
 */
export function verifyWebhook(proof: WebhookProof, request: ReceivedRequest): Verdict {
  try {
    return verify(proof, request);
  } catch {
    // Fields of a credential may be expressions. The error's own text would show the value, which may be the secret.
    return refuse('a field of the credential holds something else than text');
  }
}

function verify(proof: WebhookProof, request: ReceivedRequest): Verdict {
  switch (proof.scheme) {
    case 'bearer':
      return verifyBearer(proof.token, request);
    case 'header':
      return verifyHeader(proof.headerName, proof.headerValue, request);
    case 'secret':
      return verifyHeader('X-Vapi-Secret', proof.secret, request);
    case 'hmac':
      return verifyHmac(proof, request);
    default:
      return refuse('the credential has no known authentication scheme');
  }
}

function verifyBearer(token: string, request: ReceivedRequest): Verdict {
  const sent = header(request, 'authorization');
  if (sent === undefined) return refuse('no Authorization header');
  const match = /^Bearer +(.+)$/i.exec(sent.trim());
  if (!match?.[1]) return refuse('the Authorization header holds no bearer token');
  return sameText(match[1], token) ? { ok: true } : refuse('the bearer token does not match');
}

function verifyHeader(name: string, value: string, request: ReceivedRequest): Verdict {
  if (name === '') return refuse('the credential names no header');
  const sent = header(request, name);
  if (sent === undefined) return refuse(`no ${name} header`);
  return sameText(sent, value) ? { ok: true } : refuse(`the value of ${name} does not match`);
}

function verifyHmac(plan: HmacPlan, request: ReceivedRequest): Verdict {
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

  const timestamp = header(request, plan.timestampHeader) ?? '';
  if (plan.includeTimestamp) {
    if (timestamp === '') return refuse(`no ${plan.timestampHeader} header`);
    const age = ageInSeconds(timestamp, request.now);
    if (age === undefined) return refuse(`${plan.timestampHeader} holds no time: ${timestamp.slice(0, 40)}`);
    if (plan.toleranceSeconds > 0 && Math.abs(age) > plan.toleranceSeconds) {
      return refuse(`the request is ${Math.round(age)} s old, accepted are ${plan.toleranceSeconds} s`);
    }
  }

  const given = Buffer.from(sent.slice(plan.signaturePrefix.length), plan.signatureEncoding);
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

/** Vapi does not document the unit, so seconds, milliseconds and ISO 8601 are taken. */
function ageInSeconds(timestamp: string, now: number): number | undefined {
  const number = /^\d+(\.\d+)?$/.test(timestamp) ? Number(timestamp) : undefined;
  // 1e11 seconds is the year 5138, 1e11 milliseconds is 1973: nothing real lies on the wrong side.
  const at = number === undefined ? Date.parse(timestamp) : number < 1e11 ? number * 1000 : number;
  return Number.isFinite(at) ? (now - at) / 1000 : undefined;
}

function header(request: ReceivedRequest, name: string): string | undefined {
  if (name === '') return undefined;
  const value = request.headers[name.toLowerCase()];
  // A repeated header is ambiguous: refused as if it were missing.
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function sameText(given: string, expected: string): boolean {
  return expected !== '' && sameBytes(Buffer.from(given, 'utf8'), Buffer.from(expected, 'utf8'));
}

/** Constant time also for different lengths: digests of the two are compared. */
function sameBytes(given: Buffer, expected: Buffer): boolean {
  const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  return expected.length > 0 && timingSafeEqual(digest(given), digest(expected));
}

function refuse(reason: string): Verdict {
  return { ok: false, reason };
}
