import { constants, createHmac, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { JsonObject } from '../protocol/json';
import { sameBytes } from './compare';

/**
 * Either kind accepts only its own algorithms, whatever the token says: a public key must never serve as the
 * secret of an HMAC (RFC 8725, 2.1), and `none` belongs to no kind.
 */
export type VerificationKey =
  { kind: 'secret'; secret: Buffer } | { kind: 'public'; keys: readonly JsonObject[] };

interface SignedToken {
  header: JsonObject;
  signed: string;
  signature: Buffer;
}

interface PublicAlgorithm {
  kty: 'RSA' | 'EC' | 'OKP';
  crv?: string;
  /** Null where the algorithm has a digest of its own. */
  hash: string | null;
  options?: { padding: number; saltLength: number } | { dsaEncoding: 'ieee-p1363' };
}

const SECRET_ALGORITHMS = new Map<unknown, string>([
  ['HS256', 'sha256'],
  ['HS384', 'sha384'],
  ['HS512', 'sha512'],
]);

// RFC 7518, 3.4: the signature is R and S side by side, not the DER that Node expects by default.
const ieee = { dsaEncoding: 'ieee-p1363' as const };
// RFC 7518, 3.5: the salt is as long as the digest.
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

/** RFC 7518, 3.1; EdDSA: RFC 8037, and under its newer name RFC 9864. */
const PUBLIC_ALGORITHMS = new Map<unknown, PublicAlgorithm>([
  ['RS256', { kty: 'RSA', hash: 'sha256' }],
  ['RS384', { kty: 'RSA', hash: 'sha384' }],
  ['RS512', { kty: 'RSA', hash: 'sha512' }],
  ['PS256', { kty: 'RSA', hash: 'sha256', options: pss }],
  ['PS384', { kty: 'RSA', hash: 'sha384', options: pss }],
  ['PS512', { kty: 'RSA', hash: 'sha512', options: pss }],
  ['ES256', { kty: 'EC', crv: 'P-256', hash: 'sha256', options: ieee }],
  ['ES384', { kty: 'EC', crv: 'P-384', hash: 'sha384', options: ieee }],
  ['ES512', { kty: 'EC', crv: 'P-521', hash: 'sha512', options: ieee }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519', hash: null }],
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519', hash: null }],
]);

/** RFC 7518, 3.3. */
const MIN_RSA_BITS = 2_048;

/** @returns why the signature is no proof; undefined if it is one */
export function verifySignature(token: SignedToken, key: VerificationKey): string | undefined {
  return key.kind === 'secret' ? verifySecret(token, key.secret) : verifyPublic(token, key.keys);
}

function verifySecret({ header, signed, signature }: SignedToken, secret: Buffer): string | undefined {
  const hash = SECRET_ALGORITHMS.get(header.alg);
  if (hash === undefined) return 'the token is not signed with HS256, HS384 or HS512';
  // Anybody can sign with an empty key.
  if (secret.length === 0) return 'the credential has no secret';
  const matches = sameBytes(signature, createHmac(hash, secret).update(signed).digest());
  return matches ? undefined : 'the signature of the token does not match';
}

function verifyPublic(token: SignedToken, keys: readonly JsonObject[]): string | undefined {
  const { alg, kid } = token.header;
  const algorithm = PUBLIC_ALGORITHMS.get(alg);
  if (algorithm === undefined) return 'the token is not signed with an accepted public-key algorithm';
  const candidates = keys.filter(
    (key) => fits(key, String(alg), algorithm) && (kid === undefined || key.kid === kid),
  );
  if (candidates.length === 0) return 'none of the published keys fits the token';
  const matches = candidates.some((key) => matchesKey(token, key, algorithm));
  return matches ? undefined : 'the signature of the token does not match';
}

/** Source: RFC 7517, 4: a key may say what it is for. */
function fits(key: JsonObject, alg: string, { kty, crv }: PublicAlgorithm): boolean {
  return (
    key.kty === kty &&
    (crv === undefined || key.crv === crv) &&
    (key.alg === undefined || key.alg === alg) &&
    (key.use === undefined || key.use === 'sig') &&
    (!Array.isArray(key.key_ops) || key.key_ops.includes('verify'))
  );
}

function matchesKey(
  { signed, signature }: SignedToken,
  jwk: JsonObject,
  algorithm: PublicAlgorithm,
): boolean {
  try {
    const key = createPublicKey({ format: 'jwk', key: jwk });
    const { hash, options } = algorithm;
    return isLongEnough(key) && verify(hash, Buffer.from(signed), { key, ...options }, signature);
  } catch {
    // A broken key among good ones: as if it were not there.
    return false;
  }
}

function isLongEnough({ asymmetricKeyDetails }: KeyObject): boolean {
  const bits = asymmetricKeyDetails?.modulusLength;
  return bits === undefined || bits >= MIN_RSA_BITS;
}
