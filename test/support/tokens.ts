import { SignJWT, exportJWK, generateKeyPair, type JWTPayload, type KeyLike } from 'jose';

// Tokens made by another implementation of JOSE than ours.

export const PUBLIC_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA'],
];

/** A key pair as a login server has it. */
export interface Signer {
  alg: string;
  kid: string;
  /** The public half, as it is published. */
  jwk: Record<string, unknown>;
  privateKey: KeyLike;
}

export async function signer(alg: string, kid = `key-${alg}`): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg } };
}

/** One key pair for each algorithm, made once: an RSA key takes its time. */
export async function signers(): Promise<Signer[]> {
  return await Promise.all(PUBLIC_ALGORITHMS.map(async (alg) => await signer(alg)));
}

export async function sign(
  { alg, kid, privateKey }: Signer,
  claims: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> {
  return await new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
}

export async function signWithSecret(
  secret: string,
  claims: JWTPayload,
  header: { alg: string; [name: string]: unknown } = { alg: 'HS256' },
): Promise<string> {
  return await new SignJWT(claims).setProtectedHeader(header).sign(Buffer.from(secret, 'utf8'));
}

/** Puts a token together without any check; an object becomes JSON. */
export function compact(...parts: Array<object | string>): string {
  return parts
    .map((part) =>
      typeof part === 'string' ? part : Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    .join('.');
}
