import type { NumberingPlan } from './numberingPlan';

/** Written from general knowledge and compared with libphonenumber-js, not taken from the plans themselves. */
export const LATIN_AMERICA: Readonly<Record<string, NumberingPlan>> = {
  // Fixed lines, or mobiles that somebody wrote like fixed lines. A mobile is dialled with a 15 in the middle, and
  // where it goes depends on the length of the area code: such numbers need their +549.
  AR: { name: 'Argentina', callingCode: '54', dialled: /^0(11[2-8]\d{7}|[23]\d{9})$/ },
  BO: { name: 'Bolivia', callingCode: '591', dialled: /^([2-467]\d{7})$/, exit: null },
  // The 0 may be missing, because an operator's code would follow it.
  BR: {
    name: 'Brazil',
    callingCode: '55',
    dialled: /^0?([1-9][1-9](?:9\d{8}|[2-5]\d{7}))$/,
    exit: null,
  },
  CL: { name: 'Chile', callingCode: '56', dialled: /^([2-9]\d{8})$/ },
  CO: { name: 'Colombia', callingCode: '57', dialled: /^((?:3\d|60)\d{8})$/, exit: null },
  CR: { name: 'Costa Rica', callingCode: '506', dialled: /^([24-8]\d{7})$/ },
  EC: { name: 'Ecuador', callingCode: '593', dialled: /^0(9\d{8}|[2-7]\d{7})$/ },
  GT: { name: 'Guatemala', callingCode: '502', dialled: /^([2-7]\d{7})$/ },
  HN: { name: 'Honduras', callingCode: '504', dialled: /^([237-9]\d{7})$/ },
  // The prefixes 01, 044 and 045 went out of use in 2019.
  MX: { name: 'Mexico', callingCode: '52', dialled: /^([2-9]\d{9})$/ },
  NI: { name: 'Nicaragua', callingCode: '505', dialled: /^([25-8]\d{7})$/ },
  PA: { name: 'Panama', callingCode: '507', dialled: /^(6\d{7}|[2-57-9]\d{6})$/ },
  PE: { name: 'Peru', callingCode: '51', dialled: /^(?:(9\d{8})|0([14-8]\d{7}))$/ },
  PY: { name: 'Paraguay', callingCode: '595', dialled: /^0(9\d{8}|[2-8]\d{7,8})$/ },
  SV: { name: 'El Salvador', callingCode: '503', dialled: /^([25-7]\d{7})$/ },
  UY: { name: 'Uruguay', callingCode: '598', dialled: /^(?:0(9\d{7})|([24]\d{7}))$/ },
  VE: { name: 'Venezuela', callingCode: '58', dialled: /^0([24]\d{9})$/ },
};
