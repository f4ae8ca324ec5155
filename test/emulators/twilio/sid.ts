import { randomBytes } from 'node:crypto';

/** A Twilio identifier: two letters for the kind and 32 hexadecimal digits. */
export function newSid(prefix: 'CA' | 'MZ' | 'PN'): string {
  return prefix + randomBytes(16).toString('hex');
}
