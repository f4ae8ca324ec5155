import type { INode, INodeProperties } from 'n8n-workflow';
import { fail } from '../fail';
import { toE164 } from '../phone';
import { COUNTRIES, numberingPlanOf } from '../phone/countries';
import { textOf } from './textOf';

/** In parentheses, which come first in the order of the alphabet. */
const NONE = { name: '(None: Numbers Must Have a Country Code)', value: '' };

/** For a node's options: in which country numbers without a country code are. */
export const defaultCountryProperty: INodeProperties = {
  displayName: 'Default Country',
  name: 'defaultCountry',
  type: 'options',
  options: [
    NONE,
    ...Object.entries(COUNTRIES)
      .map(([value, { name, callingCode }]) => ({ name: `${name} (+${callingCode})`, value }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
  ],
  default: '',
  description:
    'Numbers without a plus sign are read as they are dialled inside this country, such as 0170 1234567 for Germany. Those that are not clear are refused, never guessed.',
};

/**
 * What {@link defaultCountryProperty} says: a country of the table in upper case, or an empty text.
 *
 * @param given the value of the field, which an expression may give
 * @throws NodeOperationError for what is no country of the table
 */
export function defaultCountryFrom(node: INode, given: unknown, itemIndex?: number): string {
  const country = textOf(given).toUpperCase();
  if (country !== '' && numberingPlanOf(country) === undefined) {
    throw fail(node, 'COUNTRY_UNKNOWN', textOf(given), itemIndex);
  }
  return country;
}

/**
 * A phone number that a field gives, in E.164.
 *
 * @param given text, or a number from a sheet
 * @param field what the field is called in the node, for the message if it is empty
 * @param country as {@link defaultCountryFrom} gives it
 * @throws NodeOperationError for an empty field and for what is no number, or not a clear one
 */
export function phoneNumberFrom(
  node: INode,
  given: unknown,
  { field, country = '', itemIndex }: { field: string; country?: string; itemIndex?: number },
): string {
  const text = textOf(given);
  if (text === '') throw fail(node, 'INPUT_MISSING', field, itemIndex);
  const number = toE164(text, country);
  if (number !== undefined) return number;
  const name = numberingPlanOf(country)?.name;
  // What has a plus is not read as dialled in any country.
  if (name === undefined || text.startsWith('+')) throw fail(node, 'PHONE_NOT_E164', text, itemIndex);
  const message = `"${text}" is no phone number as it is dialled in ${name}`;
  throw fail(node, 'PHONE_NOT_CLEAR', message, itemIndex);
}
