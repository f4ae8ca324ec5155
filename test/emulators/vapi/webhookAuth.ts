import { createHmac, randomUUID } from 'node:crypto';
import { type JsonObject, objectAt, stringAt } from './json';
import type { Server } from './types';

/** What is needed to sign one message. */
export interface AuthContext {
  /** The server's public address. */
  url: string;
  body: string;
  timestampUnit: 's' | 'ms';
  credential(id: string): JsonObject | undefined;
  /** Fetches `{access_token, token_type}` by POST, form-encoded. */
  fetchToken(url: string, form: string): Promise<JsonObject>;
}

/**
 * Headers that prove a server message's origin (Vapi docs: server authentication; OpenAPI: Bearer-, OAuth2- and
 * HMACAuthenticationPlan). Names are lower case. Static headers win over the credential's.
 *
 * @throws {Error} for an unknown credential, an unknown plan or an OAuth2 server that gives no token
 */
export async function authHeaders(server: Server, context: AuthContext): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  if (server.secret !== undefined) headers['x-vapi-secret'] = server.secret;
  if (server.credentialId !== undefined) {
    const plan = objectAt(context.credential(server.credentialId), 'authenticationPlan');
    if (!plan)
      throw new Error(
        `server.credentialId ${server.credentialId} names no credential with an authenticationPlan.`,
      );
    Object.assign(headers, await planHeaders(plan, context));
  }
  for (const [name, value] of Object.entries(server.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  return headers;
}

async function planHeaders(plan: JsonObject, context: AuthContext): Promise<Record<string, string>> {
  switch (plan.type) {
    case 'bearer':
      return bearerHeaders(plan);
    case 'oauth2':
      return oauthHeaders(plan, context);
    case 'hmac':
      return hmacHeaders(plan, context);
    default:
      throw new Error(
        `authenticationPlan.type ${String(plan.type)} is unknown: bearer, oauth2 or hmac was expected.`,
      );
  }
}

function bearerHeaders(plan: JsonObject): Record<string, string> {
  const name = (stringAt(plan, 'headerName') || 'authorization').toLowerCase();
  const token = stringAt(plan, 'token') ?? '';
  return { [name]: plan.bearerPrefixEnabled === false ? token : `Bearer ${token}` };
}

async function oauthHeaders(plan: JsonObject, context: AuthContext): Promise<Record<string, string>> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: stringAt(plan, 'clientId') ?? '',
    client_secret: stringAt(plan, 'clientSecret') ?? '',
  });
  const scope = stringAt(plan, 'scope');
  if (scope) form.set('scope', scope);
  const url = stringAt(plan, 'url') ?? '';
  const answer = await context.fetchToken(url, form.toString());
  const token = stringAt(answer, 'access_token');
  if (!token) throw new Error(`The OAuth2 server ${url} answered without an access_token.`);
  return { authorization: `Bearer ${token}` };
}

/**
 * Unit of the timestamp and the raw body as `{body}` are assumptions: Vapi documents neither. Without a
 * timestamp (`includeTimestamp: false`) the default format is the body alone.
 */
function hmacHeaders(plan: JsonObject, context: AuthContext): Record<string, string> {
  const headers: Record<string, string> = {};
  const withTimestamp = plan.includeTimestamp !== false;
  const now = Date.now();
  const timestamp = withTimestamp ? String(context.timestampUnit === 's' ? Math.floor(now / 1000) : now) : '';
  const messageId = `msg_${randomUUID()}`;
  const values: Record<string, string> = {
    body: context.body,
    timestamp,
    method: 'POST',
    url: context.url,
    'svix-id': messageId,
  };
  const format = stringAt(plan, 'payloadFormat') ?? (withTimestamp ? '{timestamp}.{body}' : '{body}');
  // One pass, so that braces inside the body are left alone.
  const payload = format.replace(
    /\{(body|timestamp|method|url|svix-id)\}/g,
    (_, name: string) => values[name] ?? '',
  );
  const secret = stringAt(plan, 'secretKey') ?? '';
  const key = plan.secretIsBase64 === true ? Buffer.from(secret, 'base64') : Buffer.from(secret, 'utf8');
  const digest = createHmac(stringAt(plan, 'algorithm') ?? 'sha256', key)
    .update(payload)
    .digest(plan.signatureEncoding === 'base64' ? 'base64' : 'hex');
  headers[(stringAt(plan, 'signatureHeader') ?? 'x-signature').toLowerCase()] =
    (stringAt(plan, 'signaturePrefix') ?? '') + digest;
  if (withTimestamp) headers[(stringAt(plan, 'timestampHeader') ?? 'x-timestamp').toLowerCase()] = timestamp;
  const idHeader = stringAt(plan, 'messageIdHeader');
  if (idHeader) headers[idHeader.toLowerCase()] = messageId;
  return headers;
}
