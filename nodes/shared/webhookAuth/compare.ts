import { createHash, timingSafeEqual } from 'node:crypto';

/** Constant time; an empty secret matches nothing. */
export function sameText(given: string, expected: string): boolean {
  return expected !== '' && sameBytes(Buffer.from(given, 'utf8'), Buffer.from(expected, 'utf8'));
}

/** Constant time also for different lengths: digests of the two are compared. */
export function sameBytes(given: Buffer, expected: Buffer): boolean {
  const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  return expected.length > 0 && timingSafeEqual(digest(given), digest(expected));
}
