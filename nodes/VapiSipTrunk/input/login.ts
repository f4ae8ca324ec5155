import { randomInt } from 'node:crypto';
import type { MakeLogin } from '../carriers/carrier';

/** Without letters and digits that are taken for one another when they are typed in. */
const SMALL = 'abcdefghijkmnopqrstuvwxyz';
const CAPITALS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';

/** Some 140 bits. Carriers want 8 or 12 characters, with a small letter, a capital and a digit among them. */
const PASSWORD_LENGTH = 24;

const NAME = { before: 'vapi', letters: SMALL + DIGITS, length: 12 };
const MADE_NAME = new RegExp(`^${NAME.before}[${NAME.letters}]{${NAME.length}}$`);

/** Whether {@link makeLogin} makes such user names: another one is somebody else's. */
export function isMadeUsername(username: string): boolean {
  return MADE_NAME.test(username);
}

/** A login that can't be guessed and that every carrier takes: letters and digits only. */
export const makeLogin: MakeLogin = () => ({
  username: NAME.before + pick(NAME.letters, NAME.length),
  password: shuffled([
    pick(SMALL, 1),
    pick(CAPITALS, 1),
    pick(DIGITS, 1),
    ...pick(SMALL + CAPITALS + DIGITS, PASSWORD_LENGTH - 3),
  ]),
});

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** Fisher and Yates. */
function shuffled(letters: readonly string[]): string {
  const result = [...letters];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other] ?? '', result[last] ?? ''];
  }
  return result.join('');
}
