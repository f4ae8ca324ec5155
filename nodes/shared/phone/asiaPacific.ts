import type { NumberingPlan } from './numberingPlan';

/** Written from general knowledge and compared with libphonenumber-js, not taken from the plans themselves. */
export const ASIA_PACIFIC: Readonly<Record<string, NumberingPlan>> = {
  // 0011 is dialled. 00 before anything but 1 can only be the usual prefix.
  AU: {
    name: 'Australia',
    callingCode: '61',
    dialled: /^0([23478]\d{8})$/,
    exit: /^(?:0011(?=[1-9])|00(?=[2-9]))/,
  },
  BD: { name: 'Bangladesh', callingCode: '880', dialled: /^0([1-9]\d{7,9})$/ },
  // Mobiles have no trunk prefix.
  CN: { name: 'China', callingCode: '86', dialled: /^(?:(1[3-9]\d{9})|0([1-9]\d{8,10}))$/ },
  HK: { name: 'Hong Kong', callingCode: '852', dialled: /^([2-9]\d{7})$/, exit: null },
  ID: { name: 'Indonesia', callingCode: '62', dialled: /^0([1-9]\d{7,11})$/, exit: null },
  // A mobile is dialled with or without the 0.
  IN: { name: 'India', callingCode: '91', dialled: /^(?:([6-9]\d{9})|0([1-9]\d{9}))$/ },
  JP: { name: 'Japan', callingCode: '81', dialled: /^0(1[1-9]\d{7,8}|[2-9]\d{8,9})$/, exit: /^010(?=[1-9])/ },
  KH: { name: 'Cambodia', callingCode: '855', dialled: /^0([1-9]\d{7,8})$/, exit: null },
  KR: { name: 'South Korea', callingCode: '82', dialled: /^0([1-7]\d{7,9}|80\d{6,8})$/, exit: null },
  KZ: { name: 'Kazakhstan', callingCode: '7', dialled: /^8([67]\d{9})$/, exit: /^(?:810|00)(?=[1-9])/ },
  LK: { name: 'Sri Lanka', callingCode: '94', dialled: /^0([1-9]\d{8})$/ },
  MO: { name: 'Macao', callingCode: '853', dialled: /^([268]\d{7})$/ },
  MY: { name: 'Malaysia', callingCode: '60', dialled: /^0(1\d{8,9}|[3-9]\d{7,8})$/ },
  NP: { name: 'Nepal', callingCode: '977', dialled: /^(?:(9[678]\d{8})|0([1-9]\d{7}))$/ },
  NZ: { name: 'New Zealand', callingCode: '64', dialled: /^0(2\d{7,9}|[3-9]\d{7})$/ },
  PH: { name: 'Philippines', callingCode: '63', dialled: /^0(9\d{9}|[2-8]\d{8})$/ },
  PK: { name: 'Pakistan', callingCode: '92', dialled: /^0([2-9]\d{8,9})$/ },
  SG: { name: 'Singapore', callingCode: '65', dialled: /^([3689]\d{7})$/, exit: null },
  TH: { name: 'Thailand', callingCode: '66', dialled: /^0([689]\d{8}|[2-57]\d{7})$/, exit: null },
  TW: { name: 'Taiwan', callingCode: '886', dialled: /^0(9\d{8}|[2-8]\d{7,8})$/, exit: null },
  UZ: { name: 'Uzbekistan', callingCode: '998', dialled: /^([2-9]\d{8})$/ },
  VN: { name: 'Vietnam', callingCode: '84', dialled: /^0([35789]\d{8}|2\d{9})$/ },
};
