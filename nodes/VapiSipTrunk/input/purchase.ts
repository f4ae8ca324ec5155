import type { TwilioSpec } from '../spec';
import { spendsMoney, type Purpose } from './purpose';
import type { RawSpec } from './rawSpec';

/** The number to be bought, if one is, and what is wrong with it. */
export function readPurchase(raw: RawSpec, purpose: Purpose): { buy: TwilioSpec['buy']; problems: string[] } {
  if (!raw.flag('wanted')) return { buy: undefined, problems: [] };
  const problems: string[] = [];
  const country = raw.text('country').toUpperCase();
  const areaCode = raw.text('areaCode');
  const contains = raw.text('contains');
  if (!/^[A-Z]{2}$/.test(country))
    problems.push(`Country "${country}" is no code of two letters, such as US, GB or DE`);
  if (!/^(?:\d{3})?$/.test(areaCode))
    problems.push(`Area Code "${areaCode}" is not three digits, such as 415`);
  // Source: Twilio docs, AvailablePhoneNumber Local resource, Contains.
  if (!/^[0-9A-Za-z*+]*$/.test(contains))
    problems.push(`Contains "${contains}" has more than digits, letters and *`);
  // Money is spent by a carried out plan only.
  if (spendsMoney(purpose) && !raw.flag('agreed'))
    problems.push(
      'A number would be bought, so switch on I Agree to Buy a Number, or switch off Buy a Number',
    );
  return { buy: { country, areaCode, contains }, problems };
}
