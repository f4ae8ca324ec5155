import { createHmac, randomUUID } from 'node:crypto';
import type { TokenRules } from './jwt';

/** The part of the credential that tokens of our own are made from and checked with. */
export interface OwnTokenPlan {
  clientId: string;
  clientSecret: string;
  lifetimeSeconds: number;
}

const ISSUER = 'n8n-nodes-vapi';
const DEFAULT_LIFETIME_SECONDS = 3_600;
const MIN_LIFETIME_SECONDS = 60;
const MAX_LIFETIME_SECONDS = 86_400;

/**
 * A token of our own, an HS256 JWT (RFC 7519, 9068). Nothing is stored: any process of n8n that has the credential
 * can check it, and a new client secret ends all tokens.
 *
 * @param now milliseconds since 1970
 */
export function createOwnToken(plan: OwnTokenPlan, now: number): { token: string; expiresIn: number } {
  const expiresIn = lifetimeOf(plan);
  const iat = Math.floor(now / 1000);
  const { clientId } = plan;
  const header = { alg: 'HS256', typ: 'at+jwt' };
  const claims = {
    ...{ iss: ISSUER, sub: clientId, aud: clientId, client_id: clientId },
    ...{ iat, exp: iat + expiresIn, jti: randomUUID() },
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part), 'utf8').toString('base64url'))
    .join('.');
  const signature = createHmac('sha256', signingKey(plan)).update(signed).digest('base64url');
  return { token: `${signed}.${signature}`, expiresIn };
}

export function ownTokenRules(plan: OwnTokenPlan, now: number): TokenRules {
  const key = { kind: 'secret' as const, secret: signingKey(plan) };
  return { key, issuer: ISSUER, audience: plan.clientId, scope: '', now };
}

/** Not the client secret itself: what signs tokens must not be what is sent to get one. */
function signingKey({ clientSecret }: OwnTokenPlan): Buffer {
  return createHmac('sha256', clientSecret).update('n8n-nodes-vapi: access tokens').digest();
}

/** An expression may give anything. */
function lifetimeOf({ lifetimeSeconds }: OwnTokenPlan): number {
  const given = Math.floor(Number(lifetimeSeconds));
  const wanted = given > 0 ? given : DEFAULT_LIFETIME_SECONDS;
  return Math.min(Math.max(wanted, MIN_LIFETIME_SECONDS), MAX_LIFETIME_SECONDS);
}
