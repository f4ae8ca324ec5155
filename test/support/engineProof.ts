import type { HmacPlan, OAuth2Plan, ReceivedRequest, WebhookProof } from '../../nodes/shared/webhookAuth';
import { verifyWebhook } from '../../nodes/shared/webhookAuth';

export const NOW = Date.parse('2026-08-20T09:15:01.000Z');
export const BODY = Buffer.from('{"message":{"type":"status-update","text":"Grüße"}}');
export const KEY = 'correct horse battery staple';

export function request(
  headers: Record<string, string | string[] | undefined> = {},
  extra: Partial<ReceivedRequest> = {},
): ReceivedRequest {
  return {
    headers,
    rawBody: BODY,
    method: 'POST',
    urls: ['/webhook/tools', 'https://n8n.test/webhook/tools'],
    now: NOW,
    ...extra,
  };
}

export const bearer = (token: string): WebhookProof => ({ scheme: 'bearer', token });
export const header = (headerName: string, headerValue: string): WebhookProof => ({
  scheme: 'header',
  headerName,
  headerValue,
});
export const secret = (value: string): WebhookProof => ({ scheme: 'secret', secret: value });

export function hmac(plan: Partial<HmacPlan> = {}): { scheme: 'hmac' } & HmacPlan {
  return {
    scheme: 'hmac',
    secretKey: KEY,
    keyIsBase64: false,
    algorithm: 'sha256',
    signatureHeader: 'x-signature',
    signaturePrefix: '',
    signatureEncoding: 'hex',
    includeTimestamp: true,
    timestampHeader: 'x-timestamp',
    payloadFormat: '{timestamp}.{body}',
    messageIdHeader: '',
    toleranceSeconds: 300,
    ...plan,
  };
}

export const reason = (proof: WebhookProof, received: ReceivedRequest): string => {
  const verdict = verifyWebhook(proof, received);
  return verdict.ok ? 'accepted' : verdict.reason;
};

export function oauth2(plan: Partial<OAuth2Plan> = {}): { scheme: 'oauth2' } & OAuth2Plan {
  return {
    ...{
      scheme: 'oauth2',
      verifyBy: 'ownEndpoint',
      clientId: 'vapi',
      clientSecret: KEY,
      lifetimeSeconds: 3600,
    },
    ...{ jwksUrl: '', sharedSecret: '', issuer: '', audience: '', scope: '' },
    ...plan,
  };
}
