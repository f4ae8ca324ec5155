import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { toE164 } from '../../../../nodes/shared/phone';
import { COUNTRIES, endOfCodeWithoutZero, numberingPlanOf } from '../../../../nodes/shared/phone/countries';
import { repoRoot } from '../../../support/repo';

const plans = Object.entries(COUNTRIES);
const codes = new Set(plans.map(([, { callingCode }]) => callingCode));

it('knows all countries with the code 1, and more than a hundred calling codes', () => {
  const northAmerica = plans.filter(([, { callingCode }]) => callingCode === '1').map(([country]) => country);
  expect(northAmerica.sort().join(' ')).toBe(
    'AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI',
  );
  expect(codes.size).toBeGreaterThan(100);
});

it('has ISO codes, names of their own, and calling codes of which none begins with another', () => {
  const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  for (const [country] of plans) {
    expect(country).toMatch(/^[A-Z]{2}$/);
    expect([country, regions.of(country)]).not.toEqual([country, undefined]);
  }
  expect(new Set(plans.map(([, { name }]) => name)).size).toBe(plans.length);
  const inside = [...codes].filter((code) =>
    [1, 2].some((length) => length < code.length && codes.has(code.slice(0, length))),
  );
  expect(inside).toEqual([]);
});

it.each(plans)(
  '%s gives E.164 for whatever is dialled there',
  (country, { callingCode, dialled, leadingZero }) => {
    // The generator of samples knows no look-ahead; those samples are left out again.
    const sample = fc
      .stringMatching(new RegExp(dialled.source.replace('(?!11)', '')))
      .filter((text) => dialled.test(text));
    fc.assert(
      fc.property(sample, (digits) => {
        const number = toE164(digits, country) ?? '';
        expect(number).toMatch(/^\+[1-9][0-9]{6,14}$/);
        expect(number.startsWith(`+${callingCode}`)).toBe(true);
        const national = number.slice(1 + callingCode.length);
        expect(digits.endsWith(national)).toBe(true);
        // A trunk prefix is 0, 06, 8, 80 or 1.
        expect(['', '0', '06', '8', '80', '1']).toContain(digits.slice(0, digits.length - national.length));
        if (leadingZero !== true) expect(national.startsWith('0')).toBe(false);
      }),
    );
  },
);

it.each([
  ['4930', 2],
  ['14155', 1],
  ['3519', 3],
  // Italy, and a code that is not in the table.
  ['3906', undefined],
  ['870123', undefined],
  ['', undefined],
])('finds where the number begins in %s', (digits, expected) => {
  expect(endOfCodeWithoutZero(digits)).toBe(expected);
});

it('finds a country however its code is written', () => {
  expect(numberingPlanOf(' gb ')?.name).toBe('United Kingdom');
  expect(['', 'UK', 'toString', '__proto__'].map(numberingPlanOf)).toEqual(Array(4).fill(undefined));
});

it('is described whole in the documentation', () => {
  const text = readFileSync(join(repoRoot, 'docs', 'phone-numbers.md'), 'utf8');
  expect(plans.filter(([country, { name }]) => !text.includes(`${name} (${country})`))).toEqual([]);
  // The countries without a prefix for abroad are listed by name once more.
  const unclear = plans.filter(([, { exit }]) => exit === null).map(([, { name }]) => name);
  const [line = ''] = /^.*Operators' codes\..*$/m.exec(text) ?? [];
  expect(unclear.filter((name) => !line.includes(name))).toEqual([]);
});
