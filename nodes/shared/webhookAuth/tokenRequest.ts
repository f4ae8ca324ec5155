import { asObject } from '../protocol/json';
import { sameText } from './compare';
import { createOwnToken, type OwnTokenPlan } from './ownToken';

/** A token request as n8n gives it: headers in lower case, the body parsed from a form or JSON. */
export interface TokenRequest {
  authorization: unknown;
  body: unknown;
  /** Milliseconds since 1970. */
  now: number;
}

export interface TokenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, string | number>;
}

interface Client {
  id: string;
  secret: string;
}

/**
 * The answer of an OAuth2 token endpoint that knows one client and one grant, client credentials.
 *
 * The client names itself by HTTP Basic or in the body. RFC 6749 wants a form; JSON is taken as well, because
 * Vapi does not document which of them it sends.
 *
 * Source: RFC 6749, 2.3.1 (client), 4.4 (grant), 5.1 and 5.2 (answers).
 */
export function answerTokenRequest(plan: OwnTokenPlan, request: TokenRequest): TokenAnswer {
  const form = asObject(request.body);
  const basic = request.authorization !== undefined && request.authorization !== '';
  const isNamedTwice = basic && form.client_secret !== undefined;
  if (isNamedTwice) return failure(400, 'invalid_request', 'The client is named in header and body.');
  const clients = basic ? basicClients(request.authorization) : bodyClient(form);
  // Every spelling is compared, so that the time says nothing.
  if (!clients.map((client) => isClient(plan, client)).includes(true)) {
    return failure(401, 'invalid_client', 'The client ID or the client secret is wrong.');
  }
  if (form.grant_type === undefined) return failure(400, 'invalid_request', 'The grant_type is missing.');
  if (form.grant_type !== 'client_credentials') {
    return failure(400, 'unsupported_grant_type', 'Only client_credentials is known here.');
  }
  const { token, expiresIn } = createOwnToken(plan, request.now);
  return answer(200, { access_token: token, token_type: 'Bearer', expires_in: expiresIn });
}

function isClient(plan: OwnTokenPlan, { id, secret }: Client): boolean {
  const same = [sameText(id, plan.clientId), sameText(secret, plan.clientSecret)];
  return !same.includes(false);
}

function bodyClient({ client_id: id, client_secret: secret }: Record<string, unknown>): Client[] {
  return typeof id === 'string' && typeof secret === 'string' ? [{ id, secret }] : [];
}

/** The standard wants both parts form-encoded inside Basic; many clients send them as they are. */
function basicClients(authorization: unknown): Client[] {
  const header = typeof authorization === 'string' ? authorization.trim() : '';
  const match = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header);
  const text = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return [];
  const plain = { id: text.slice(0, colon), secret: text.slice(colon + 1) };
  return [plain, { id: formDecoded(plain.id), secret: formDecoded(plain.secret) }];
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

export function failure(status: number, error: string, description: string): TokenAnswer {
  const result = answer(status, { error, error_description: description });
  // RFC 9110, 11.6.1: a 401 names the scheme that it wants.
  if (status === 401) result.headers['WWW-Authenticate'] = 'Basic realm="n8n"';
  return result;
}

function answer(status: number, body: TokenAnswer['body']): TokenAnswer {
  return { status, headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' }, body };
}
