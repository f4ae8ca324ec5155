import type { NumberingPlan } from './numberingPlan';

/** The countries and territories that share the country code 1. Compared with libphonenumber-js. */
const NAMES: Readonly<Record<string, string>> = {
  AG: 'Antigua and Barbuda',
  AI: 'Anguilla',
  AS: 'American Samoa',
  BB: 'Barbados',
  BM: 'Bermuda',
  BS: 'Bahamas',
  CA: 'Canada',
  DM: 'Dominica',
  DO: 'Dominican Republic',
  GD: 'Grenada',
  GU: 'Guam',
  JM: 'Jamaica',
  KN: 'Saint Kitts and Nevis',
  KY: 'Cayman Islands',
  LC: 'Saint Lucia',
  MP: 'Northern Mariana Islands',
  MS: 'Montserrat',
  PR: 'Puerto Rico',
  SX: 'Sint Maarten',
  TC: 'Turks and Caicos Islands',
  TT: 'Trinidad and Tobago',
  US: 'United States',
  VC: 'Saint Vincent and the Grenadines',
  VG: 'British Virgin Islands',
  VI: 'US Virgin Islands',
};

/**
 * Area code and exchange each begin with 2 to 9, and no area code ends in 11. The 1 in front is the trunk prefix as
 * well as the country code. No number begins with 0, so that 00 is clear here although 011 is dialled.
 */
const PLAN = {
  callingCode: '1',
  dialled: /^1?([2-9](?!11)\d{2}[2-9]\d{6})$/,
  exit: /^(?:011|00)(?=[1-9])/,
};

export const NORTH_AMERICA: Readonly<Record<string, NumberingPlan>> = Object.fromEntries(
  Object.entries(NAMES).map(([country, name]) => [country, { name, ...PLAN }]),
);
