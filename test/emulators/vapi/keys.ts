import { timingSafeEqual } from 'node:crypto';
import { ApiError } from './apiError';

/** Vapi's texts. */
const MISSING_HEADER = 'Missing Authorization Header.';
const INVALID_KEY =
  'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.';

/**
 * @param key undefined where no key would do
 * @throws {ApiError} 401
 */
export function requireKey(header: string | undefined, key: string | undefined): void {
  if (!header) throw new ApiError(401, MISSING_HEADER);
  const given = Buffer.from(header);
  const wanted = Buffer.from(`Bearer ${key ?? ''}`);
  if (key === undefined || given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new ApiError(401, INVALID_KEY);
}
