import type { NumberingPlan } from './numberingPlan';

/** Written from general knowledge and compared with libphonenumber-js, not taken from the plans themselves. */
export const AFRICA_MIDDLE_EAST: Readonly<Record<string, NumberingPlan>> = {
  AE: { name: 'United Arab Emirates', callingCode: '971', dialled: /^0(5\d{8}|[2-4679]\d{7})$/ },
  BH: { name: 'Bahrain', callingCode: '973', dialled: /^([136-9]\d{7})$/ },
  // All numbers have ten digits, and a 0 in front is part of them.
  CI: { name: "Côte d'Ivoire", callingCode: '225', dialled: /^((?:0[157]|2[157])\d{8})$/, leadingZero: true },
  CM: { name: 'Cameroon', callingCode: '237', dialled: /^([26]\d{8})$/ },
  DZ: { name: 'Algeria', callingCode: '213', dialled: /^0([5-7]\d{8}|[1-4]\d{7})$/ },
  EG: { name: 'Egypt', callingCode: '20', dialled: /^0(1[0125]\d{8}|[2-9]\d{7,8})$/ },
  ET: { name: 'Ethiopia', callingCode: '251', dialled: /^0([1-9]\d{8})$/ },
  GH: { name: 'Ghana', callingCode: '233', dialled: /^0([235]\d{8})$/ },
  IL: { name: 'Israel', callingCode: '972', dialled: /^0([57]\d{8}|[2-489]\d{7})$/ },
  IQ: { name: 'Iraq', callingCode: '964', dialled: /^0(7\d{9}|[1-6]\d{7,8})$/ },
  IR: { name: 'Iran', callingCode: '98', dialled: /^0([1-9]\d{9})$/ },
  JO: { name: 'Jordan', callingCode: '962', dialled: /^0(7\d{8}|[2356]\d{7})$/ },
  KE: {
    name: 'Kenya',
    callingCode: '254',
    dialled: /^0([17]\d{8}|[2-6]\d{6,8})$/,
    exit: /^000?(?=[1-9])/,
  },
  KW: { name: 'Kuwait', callingCode: '965', dialled: /^([24-69]\d{7})$/ },
  LB: { name: 'Lebanon', callingCode: '961', dialled: /^(?:0([1-9]\d{6})|([78]\d{7}))$/ },
  MA: { name: 'Morocco', callingCode: '212', dialled: /^0([5-8]\d{8})$/ },
  NG: { name: 'Nigeria', callingCode: '234', dialled: /^0([2789]\d{9})$/, exit: null },
  OM: { name: 'Oman', callingCode: '968', dialled: /^([279]\d{7})$/ },
  QA: { name: 'Qatar', callingCode: '974', dialled: /^([3-7]\d{7})$/ },
  RW: { name: 'Rwanda', callingCode: '250', dialled: /^0([27]\d{8})$/ },
  SA: { name: 'Saudi Arabia', callingCode: '966', dialled: /^0([15]\d{8})$/ },
  SN: { name: 'Senegal', callingCode: '221', dialled: /^([37]\d{8})$/ },
  TN: { name: 'Tunisia', callingCode: '216', dialled: /^([2-57-9]\d{7})$/ },
  TZ: { name: 'Tanzania', callingCode: '255', dialled: /^0([2-8]\d{8})$/, exit: null },
  UG: { name: 'Uganda', callingCode: '256', dialled: /^0([2-57]\d{8})$/, exit: null },
  ZA: { name: 'South Africa', callingCode: '27', dialled: /^0([1-8]\d{8})$/ },
  ZM: { name: 'Zambia', callingCode: '260', dialled: /^0([279]\d{8})$/ },
};
