import { verifyBearer, verifyHeader } from './webhookAuth/fixedSecret';
import { verifyHmac, type HmacPlan } from './webhookAuth/hmac';
import type { KeySet } from './webhookAuth/jwks';
import { verifyOAuth2, type OAuth2Plan } from './webhookAuth/oauth2';
import { refuse, type ReceivedRequest, type Verdict } from './webhookAuth/received';

export { formatProblem, type HmacPlan } from './webhookAuth/hmac';
export type { OAuth2Plan } from './webhookAuth/oauth2';
export type { ReceivedRequest, Verdict } from './webhookAuth/received';

/** How Vapi proves itself: what the Vapi Webhook credential holds. */
export type WebhookProof =
  | { scheme: 'bearer'; token: string }
  | { scheme: 'header'; headerName: string; headerValue: string }
  | { scheme: 'secret'; secret: string }
  | ({ scheme: 'hmac' } & HmacPlan)
  | ({ scheme: 'oauth2' } & OAuth2Plan);

/**
 * Checks the proof of a webhook request. Fails closed: an empty secret never matches, a credential that cannot be
 * used refuses. Never throws.
 * The reason is for the log of the builder and names no secret.
 *
 * Source: Vapi docs, server authentication; `server.secret` arrives as `X-Vapi-Secret`.
 *
 * @param keySet published keys, where the scheme is OAuth2 and verifies by them
 */
export function verifyWebhook(proof: WebhookProof, request: ReceivedRequest, keySet?: KeySet): Verdict {
  try {
    return verify(proof, request, keySet);
  } catch {
    // Fields of a credential may be expressions. The error's own text would show the value, which may be the secret.
    return refuse('a field of the credential holds something else than text');
  }
}

function verify(proof: WebhookProof, request: ReceivedRequest, keySet?: KeySet): Verdict {
  switch (proof.scheme) {
    case 'bearer':
      return verifyBearer(proof.token, request);
    case 'header':
      return verifyHeader(proof.headerName, proof.headerValue, request);
    case 'secret':
      return verifyHeader('X-Vapi-Secret', proof.secret, request);
    case 'hmac':
      return verifyHmac(proof, request);
    case 'oauth2':
      return verifyOAuth2(proof, request, keySet);
    default:
      return refuse('the credential has no known authentication scheme');
  }
}

/** Whether tokens come from the trigger's own token endpoint. */
export function isOwnEndpoint(proof: WebhookProof): proof is { scheme: 'oauth2' } & OAuth2Plan {
  return proof.scheme === 'oauth2' && proof.verifyBy === 'ownEndpoint';
}
