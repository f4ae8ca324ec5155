import { fact } from './fact';

/** Where Twilio names its prices. Source: Twilio API v2010, OpenAPI, which links it. */
const PRICES = 'https://www.twilio.com/en-us/pricing';

/**
 * How a number is charged. What it costs is up to country, kind and contract, and Twilio's list of numbers for sale
 * (`AvailablePhoneNumbers`) has no price in it, so that no amount stands here.
 */
export const NUMBER_CHARGE = fact(
  'The full price of a month at once, and again each month until the number is released.',
  ['https://support.twilio.com/hc/en-us/articles/223182908-How-much-does-a-phone-number-cost'],
);

/** What a purchase costs, as far as it is known, with where to look the amount up. */
export function numberCost(): string {
  const [source] = NUMBER_CHARGE.sources;
  return `${NUMBER_CHARGE.value} The amount is unknown here, because Twilio names no price with its numbers for sale: see ${PRICES}. How it is charged: ${source?.link} (read on ${source?.read})`;
}
