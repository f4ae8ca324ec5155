import { randomUUID, sign, type KeyObject } from 'node:crypto';

/** Seconds that a token of ours is good for: the request with its repetition, and clocks that differ. */
const LIFETIME_S = 300;

/**
 * The proof of the application: a JWT signed with its key (Vonage docs, "Authentication", "JSON Web Tokens").
 * @param now seconds since 1970
 */
export function applicationToken(applicationId: string, privateKey: KeyObject, now: number): string {
  const iat = Math.floor(now);
  const claims = { application_id: applicationId, iat, exp: iat + LIFETIME_S, jti: randomUUID() };
  const content = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
