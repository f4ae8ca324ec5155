import { AFRICA_MIDDLE_EAST } from './africaMiddleEast';
import { ASIA_PACIFIC } from './asiaPacific';
import { EUROPE } from './europe';
import { LATIN_AMERICA } from './latinAmerica';
import { NORTH_AMERICA } from './northAmerica';
import type { NumberingPlan } from './numberingPlan';

/** By country code of ISO 3166-1 alpha-2. What is not here is no default country; its numbers need their plus. */
export const COUNTRIES: Readonly<Record<string, NumberingPlan>> = {
  ...NORTH_AMERICA,
  ...EUROPE,
  ...LATIN_AMERICA,
  ...ASIA_PACIFIC,
  ...AFRICA_MIDDLE_EAST,
};

/** Calling codes behind which no number begins with 0. No calling code begins with another one. */
const WITHOUT_LEADING_ZERO = new Set(
  Object.values(COUNTRIES)
    .filter(({ leadingZero }) => leadingZero !== true)
    .map(({ callingCode }) => callingCode),
);

/**
 * The plan of a country, however its code is written.
 *
 * @param country ISO 3166-1 alpha-2, e.g. `DE`
 */
export function numberingPlanOf(country: string): NumberingPlan | undefined {
  const code = country.trim().toUpperCase();
  // Own keys only: a text may have the name of something that every object inherits.
  return Object.hasOwn(COUNTRIES, code) ? COUNTRIES[code] : undefined;
}

/** Where the number begins behind the calling code, if it is one behind which no number begins with 0. */
export function endOfCodeWithoutZero(digits: string): number | undefined {
  return [1, 2, 3].find((length) => WITHOUT_LEADING_ZERO.has(digits.slice(0, length)));
}
