import { asText } from '../protocol/json';
import type { Download, JwksCache, KeySet } from './jwks';
import { keyIdOf, parseToken, verifyJwt } from './jwt';
import { ownTokenRules } from './ownToken';
import { bearerToken, refuse, type ReceivedRequest, type Verdict } from './received';

/** How the tokens that Vapi fetches are checked: Vapi is the client of an OAuth2 server, we are the resource. */
export interface OAuth2Plan {
  /** Keys that the server publishes, a secret shared with it, or the trigger itself as the server. */
  verifyBy: 'jwks' | 'sharedSecret' | 'ownEndpoint';
  jwksUrl: string;
  sharedSecret: string;
  /** Empty texts leave the claim unchecked. */
  issuer: string;
  audience: string;
  scope: string;
  clientId: string;
  clientSecret: string;
  lifetimeSeconds: number;
}

/**
 * Checks the access token of a request.
 *
 * Source: Vapi's OpenAPI document, OAuth2AuthenticationPlan; the token arrives as `Authorization: Bearer`.
 *
 * @param keySet what `loadKeys` gave; needed only where the plan verifies by published keys
 */
export function verifyOAuth2(plan: OAuth2Plan, request: ReceivedRequest, keySet?: KeySet): Verdict {
  const sent = bearerToken(request);
  if (!sent.ok) return sent;
  const problem = planProblem(plan);
  if (problem !== undefined) return refuse(problem);
  if (plan.verifyBy === 'ownEndpoint') return verifyJwt(sent.token, ownTokenRules(plan, request.now));

  const { issuer, audience, scope } = plan;
  const rules = { issuer: issuer.trim(), audience: audience.trim(), scope, now: request.now };
  if (plan.verifyBy === 'sharedSecret') {
    const secret = Buffer.from(plan.sharedSecret, 'utf8');
    return verifyJwt(sent.token, { ...rules, key: { kind: 'secret', secret } });
  }
  if (keySet?.ok !== true) return keySet ?? refuse('the keys at the JWKS URL were not read');
  return verifyJwt(sent.token, { ...rules, key: { kind: 'public', keys: keySet.keys } });
}

/**
 * Gets the published keys for a request; undefined where none are needed. A request without anything like a
 * token makes nobody ask the server.
 */
export async function loadKeys(
  plan: OAuth2Plan,
  request: ReceivedRequest,
  cache: JwksCache,
  download: Download,
): Promise<KeySet | undefined> {
  if (plan.verifyBy !== 'jwks' || planProblem(plan) !== undefined) return undefined;
  const sent = bearerToken(request);
  const token = sent.ok ? parseToken(sent.token) : sent;
  return token.ok ? await cache.read(plan.jwksUrl.trim(), keyIdOf(token), download, request.now) : token;
}

/** What makes a plan refuse everything, or worthless as proof. */
export function planProblem(plan: Partial<OAuth2Plan>): string | undefined {
  switch (plan.verifyBy) {
    case 'jwks':
      return publishedKeysProblem(plan);
    case 'sharedSecret':
      return asText(plan.sharedSecret) ? undefined : 'the shared secret is empty';
    case 'ownEndpoint':
      return asText(plan.clientId) && asText(plan.clientSecret)
        ? undefined
        : 'the client ID or the client secret is empty';
    default:
      return 'the credential does not say how tokens are verified';
  }
}

/**
 * One OAuth2 server signs tokens for many: for other APIs, often for other customers. So its signature alone
 * proves nothing; issuer and audience (or a scope, where a server sets no audience) have to fit, too.
 */
function publishedKeysProblem({ jwksUrl, issuer, audience, scope }: Partial<OAuth2Plan>): string | undefined {
  const url = asText(jwksUrl?.trim());
  if (url === undefined) return 'the JWKS URL is empty';
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    return `the JWKS URL ${url} is no https address`;
  }
  if (!asText(issuer?.trim())) return 'the issuer is empty';
  if (!asText(audience?.trim()) && !asText(scope?.trim())) return 'both audience and scope are empty';
  return undefined;
}
