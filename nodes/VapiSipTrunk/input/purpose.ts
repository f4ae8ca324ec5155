import type { Change } from '../carriers/carrier';

/** What a trunk is looked at for: it decides what has to be filled in. */
export type Purpose = 'preview' | 'provision' | 'check' | 'remove' | Change['kind'];

/** Whether it is about numbers that come to the trunk. */
export function addsNumbers(purpose: Purpose): boolean {
  return purpose === 'preview' || spendsMoney(purpose);
}

/** Whether a number may be bought in earnest. */
export function spendsMoney(purpose: Purpose): boolean {
  return purpose === 'provision' || purpose === 'addNumbers';
}
