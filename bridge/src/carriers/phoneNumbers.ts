/**
 * The E.164 form of a number from a carrier that leaves the plus out; anything else, such as "anonymous" or a SIP
 * address, stays as it is.
 */
export function e164Of(number: string): string {
  return /^[1-9]\d{6,14}$/.test(number) ? `+${number}` : number;
}

/** The digits of an E.164 number, as carriers want it that leave the plus out. */
export function digitsOf(number: string): string {
  return number.replace(/^\+/, '');
}
