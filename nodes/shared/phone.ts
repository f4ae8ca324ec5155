import { endOfCodeWithoutZero, numberingPlanOf } from './phone/countries';
import { USUAL_EXIT, type NumberingPlan } from './phone/numberingPlan';

/** `+`, a country code that does not start with 0, at most 15 digits. Source: ITU-T E.164. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** What people put between digits: white space, dots, dashes, slashes; and marks that copying from a screen leaves. */
const BETWEEN_DIGITS = /[\s.\-/\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Stands for `(0)` while a number is read. */
const NATIONAL_ZERO = '~';

/**
 * A phone number as Vapi wants it. Without a default country nothing is guessed: the number has its plus, or `00` for
 * it. With one, digits are read as they are dialled inside that country and in no other way, so that a number in the
 * form of another country is refused and never takes a wrong turn. What is known: docs/phone-numbers.md.
 *
 * @param input what the builder or a sheet gave, e.g. `+1 (415) 555-0123`, or `0170 1234567` with `DE`
 * @param defaultCountry ISO 3166-1 alpha-2; one that is not in the table is like none
 * @returns the number in E.164, or undefined when it is none or not clear
 */
export function toE164(input: string, defaultCountry = ''): string | undefined {
  const text = input.trim();
  // Two lines are two numbers.
  if (/[\r\n]/.test(text)) return undefined;
  const written = text.replace(BETWEEN_DIGITS, '');
  // Letters, extensions and codes with * or # are no numbers that can be called.
  if (!/^[+\d()]+$/.test(written)) return undefined;

  const marked = written.replace(/\(0\)/g, NATIONAL_ZERO).replace(/[()]/g, '');
  const plan = numberingPlanOf(defaultCountry);
  const exit = plan?.exit === undefined ? USUAL_EXIT : plan.exit;
  const international = exit === null ? marked : marked.replace(exit, '+');
  if (international.startsWith('+')) return checked(international);
  return plan === undefined ? undefined : national(marked.replaceAll(NATIONAL_ZERO, '0'), plan);
}

/** Whether Vapi takes it as the number of a trunk without its E.164 check. Source: OpenAPI CreateByoPhoneNumberDTO. */
export function isTrunkNumber(text: string): boolean {
  return /^\+?[A-Za-z0-9]+$/.test(text) && text.length >= 3 && text.length <= 40;
}

/** Only validated, but for the zero in `+49 (0)30 123456`, which is dialled inside the country only. */
function checked(marked: string): string | undefined {
  const number = marked.replace(NATIONAL_ZERO, '');
  const codeEnd = endOfCodeWithoutZero(number.slice(1)) ?? 0;
  // Where a 0 may be part of the number, as in Italy, nobody can say what the parentheses mean.
  if (number !== marked && marked.charAt(codeEnd + 1) !== NATIONAL_ZERO) return undefined;
  if (codeEnd > 0 && number.charAt(codeEnd + 1) === '0') return undefined;
  return E164.test(number) ? number : undefined;
}

function national(digits: string, { callingCode, dialled }: NumberingPlan): string | undefined {
  const number = dialled.exec(digits)?.slice(1).find(Boolean);
  return number === undefined ? undefined : `+${callingCode}${number}`;
}
