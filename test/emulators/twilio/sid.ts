import { randomBytes } from 'node:crypto';

/** Kinds of things by the letters that their identifiers begin with. */
export type SidPrefix = 'CA' | 'MZ' | 'PN' | 'TK' | 'OU' | 'AL' | 'IP' | 'CL' | 'CR';

/** A Twilio identifier: two letters for the kind and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex');
}
