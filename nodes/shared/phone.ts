/** `+`, a country code that does not start with 0, at most 15 digits. Source: ITU-T E.164. */
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * A phone number as Vapi wants it. Spaces, dots, dashes, slashes and parentheses are dropped, `00` in front becomes
 * `+`; nothing is guessed beyond that.
 *
 * @param input what the builder or a sheet gave, e.g. `+1 (415) 555-0123`
 * @returns the number in E.164, or undefined when it is none
 */
export function toE164(input: string): string | undefined {
  const digits = input
    .trim()
    .replace(/[\s.\-/()\u00a0]/g, '')
    .replace(/^00(?=[1-9])/, '+');
  return E164.test(digits) ? digits : undefined;
}
