import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The path of the media socket, below the public address. */
export const MEDIA_PATH = '/vonage/media';

/** How old a token may be, and how far ahead Vonage's clock may be of ours. */
const MAX_AGE_S = 300;
const MAX_SKEW_S = 60;

/** The address of the media socket. @param publicUrl `https://…` without a slash at the end */
export function mediaUrl(publicUrl: string): string {
  return `${publicUrl.replace(/^https:/, 'wss:')}${MEDIA_PATH}`;
}

export interface TokenCheck {
  /** The signature secret of the account. */
  secret: string;
  applicationId: string;
  /** Seconds since 1970. */
  now: number;
}

type Claims = Record<string, unknown>;

/**
 * Whether Vonage signed this webhook: the header holds a JWT (HS256, signature secret) with the SHA-256 of the body in
 * `payload_hash`. Source: Vonage docs, "Webhooks", "Decoding signed webhooks".
 * @param body as it came
 */
export function isSignedWebhook(authorization: string | undefined, body: Buffer, check: TokenCheck): boolean {
  const hash = readToken(authorization, check)?.payload_hash;
  return typeof hash === 'string' && hashesOf(body).some((each) => isEqual(each, hash.toLowerCase()));
}

/**
 * Whether Vonage signed the upgrade of the media socket, as it does where the endpoint of the NCCO has
 * `"authorization": {"type": "vonage"}` (Vonage docs, "NCCO reference", WebSocket endpoint).
 */
export function isSignedUpgrade(authorization: string | undefined, check: TokenCheck): boolean {
  return readToken(authorization, check) !== undefined;
}

/** The token of a header, whatever stands around it; empty: there is none. */
export function tokenOf(authorization: string | undefined): string {
  return /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1] ?? '';
}

/** The claims of a token that is Vonage's, meant for this application, and new. */
function readToken(
  authorization: string | undefined,
  { secret, applicationId, now }: TokenCheck,
): Claims | undefined {
  const [head = '', body = '', proof = ''] = tokenOf(authorization).split('.');
  if (head === '') return undefined;
  const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  // The algorithm is ours to choose, but a token that names another one isn't what the proof was made for.
  if (!isEqual(proof, expected) || decoded(head)?.alg !== 'HS256') return undefined;
  const claims = decoded(body);
  const issuedAt = claims?.iat;
  if (!claims || typeof issuedAt !== 'number' || !isFresh(issuedAt, now)) return undefined;
  if (typeof claims.exp === 'number' && claims.exp <= now) return undefined;
  const isOurs = claims.application_id === undefined || claims.application_id === applicationId;
  return isOurs ? claims : undefined;
}

function isFresh(issuedAt: number, now: number): boolean {
  return now - issuedAt <= MAX_AGE_S && issuedAt - now <= MAX_SKEW_S;
}

function decoded(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** Of the body as it came, and without the spaces that it might have: the documentation hashes what it has parsed. */
function hashesOf(body: Buffer): string[] {
  const hashes = [sha256(body)];
  try {
    hashes.push(sha256(JSON.stringify(JSON.parse(body.toString()))));
  } catch {
    // Not JSON: the caller finds that, too.
  }
  return hashes;
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function isEqual(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
