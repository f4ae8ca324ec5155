import { asText, isObject, type JsonObject } from '../protocol/json';
import { verifySignature, type VerificationKey } from './jwtSignature';
import { refuse, type Refusal, type Verdict } from './received';

/** What a token has to say. An empty text leaves the claim unchecked. */
export interface TokenRules {
  key: VerificationKey;
  issuer: string;
  /** One of the token's audiences. */
  audience: string;
  /** Separated by spaces; the token has to carry each of them. */
  scope: string;
  /** Milliseconds since 1970. */
  now: number;
}

export interface ParsedToken {
  ok: true;
  header: JsonObject;
  /** The first two parts as they arrived: what is signed. */
  signed: string;
  payload: Buffer;
  signature: Buffer;
}

/** Clocks of two services differ; RFC 7519, 4.1.4, speaks of no more than a few minutes. */
export const LEEWAY_SECONDS = 60;

/** Tokens travel in a header, and Node accepts 16 KiB of headers in all. */
const MAX_LENGTH = 8_192;

/** An access token (RFC 9068), or a JWT that does not say what it is. A token made for something else says so. */
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];

/**
 * Takes a compact JWS (RFC 7515, 3.1) apart. Nothing of it can be trusted yet.
 * Strict on purpose: a token has one spelling, so that none can be changed and stay valid.
 */
export function parseToken(token: string): ParsedToken | Refusal {
  if (token.length > MAX_LENGTH) return refuse(`the token is longer than ${MAX_LENGTH} characters`);
  const parts = token.split('.');
  const [header, payload, signature] = parts.map(decodePart);
  if (parts.length !== 3 || !header || !payload || !signature) {
    return refuse('the token is no signed JWT: three base64url parts were expected');
  }
  const fields = parseObject(header);
  if (fields === undefined) return refuse('the header of the token is no JSON object');
  return { ok: true, header: fields, signed: token.slice(0, token.lastIndexOf('.')), payload, signature };
}

/**
 * Checks a JWT: header, signature, and only then its claims. Never throws.
 *
 * Source: RFC 7519 (claims), RFC 8725 (what to refuse), RFC 9068 (type and claims of access tokens).
 *
 * @returns a reason without any content of the token
 */
export function verifyJwt(token: string, rules: TokenRules): Verdict {
  const parsed = parseToken(token);
  if (!parsed.ok) return parsed;
  const problem =
    headerProblem(parsed.header) ??
    verifySignature(parsed, rules.key) ??
    claimsProblem(parseObject(parsed.payload), rules);
  return problem === undefined ? { ok: true } : refuse(problem);
}

function headerProblem({ crit, typ }: JsonObject): string | undefined {
  // RFC 7515, 4.1.11: who does not know an extension named here must refuse. We know none.
  if (crit !== undefined) return 'the token asks for an extension (crit) that is not known';
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase()))) {
    return 'the type of the token is not that of an access token';
  }
  return undefined;
}

function claimsProblem(claims: JsonObject | undefined, rules: TokenRules): string | undefined {
  if (claims === undefined) return 'the payload of the token is no JSON object';
  const { exp, nbf, iss } = claims;
  const seconds = rules.now / 1000;
  if (!isTime(exp)) return 'the token does not say when it expires (exp)';
  if (seconds >= exp + LEEWAY_SECONDS) return 'the token has expired';
  if (nbf !== undefined && !isTime(nbf)) return 'the start of the token (nbf) is no time';
  if (isTime(nbf) && seconds < nbf - LEEWAY_SECONDS) return 'the token is not valid yet';
  if (rules.issuer !== '' && iss !== rules.issuer) return `the token is not from the issuer ${rules.issuer}`;
  if (rules.audience !== '' && !listOf(claims.aud).includes(rules.audience)) {
    return `the token is not for the audience ${rules.audience}`;
  }
  const missing = words(rules.scope).filter((scope) => !scopesOf(claims).includes(scope));
  return missing.length === 0 ? undefined : `the token lacks the scope ${missing.join(' ')}`;
}

/** `scope` is the standard's claim (RFC 8693, 4.2), `scp` that of Okta and Microsoft; text or a list. */
function scopesOf({ scope, scp }: JsonObject): string[] {
  return [scope, scp].flatMap(listOf).flatMap(words);
}

function listOf(value: unknown): string[] {
  return [value].flat().filter((entry) => typeof entry === 'string');
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Seconds since 1970. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** base64url without padding, in its one canonical spelling. */
function decodePart(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === text ? bytes : undefined;
}

function parseObject(bytes: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The name of the key that signed the token, as the token says. */
export function keyIdOf({ header }: ParsedToken): string | undefined {
  return asText(header.kid);
}
