import fc from 'fast-check';
import { toE164 } from '../../../nodes/shared/phone';
import { COUNTRIES } from '../../../nodes/shared/phone/countries';

it.each([
  ['+14155550123', '+14155550123'],
  ['  +1 (415) 555-0123 ', '+14155550123'],
  ['+1.415.555.0123', '+14155550123'],
  ['+49\u00a030/123456', '+4930123456'],
  ['0049 30 123456', '+4930123456'],
  ['+1234567', '+1234567'],
  ['+123456789012345', '+123456789012345'],
  ['(+49) 30 123456', '+4930123456'],
  ['(0049) 30 123456', '+4930123456'],
  // The zero in parentheses is dialled inside the country only.
  ['+49 (0)30 123456', '+4930123456'],
  ['0044 (0) 20 7946 0958', '+442079460958'],
  // In Italy it is part of the number.
  ['+39 06 1234 5678', '+390612345678'],
  // Marks and dashes that copying from a screen leaves.
  ['\u202a+1\u2011415\u2013555\u20110123\u202c', '+14155550123'],
])('reads %s', (given, expected) => {
  expect(toE164(given)).toBe(expected);
});

it.each([
  ['no country code', '(415) 555-0123'],
  ['a national number', '030 123456'],
  ['digits without a plus', '14155550123'],
  ['a country code that starts with 0', '+0155550123'],
  ['three zeros', '00014155550123'],
  ['too short', '+123456'],
  ['too long', '+1234567890123456'],
  ['letters', '+1415CALLNOW'],
  ['an extension', '+14155550123x5'],
  ['two plus signs', '++14155550123'],
  ['nothing', ''],
  ['a SIP address', 'sip:dana@example.test'],
  ['digits of another script', '+１４１５５５５０１２３'],
  ['two lines', '+14155550123\n+14155550124'],
  ['two lines of which one has no plus', '+1415555\n0123'],
  ['a zero that is not dialled from abroad', '+49 030 123456'],
  ['the same with 00', '0049 030 123456'],
  ['a zero in parentheses at the wrong place', '+49 30 (0) 123456'],
  ['a zero in parentheses that may be part of the number', '+39 (0)6 1234 5678'],
  ['two zeros in parentheses', '+49 (0)(0)30 123456'],
  ['the sign that stands for it inside', '+49~30123456'],
  ['a code with a star', '*100#'],
])('refuses %s', (_, given) => {
  expect(toE164(given)).toBeUndefined();
});

it('gives E.164 or nothing, and leaves its own result alone', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('+', '0', '1', '9', ' ', '-', '(', 'x'), maxLength: 20 }),
  );
  fc.assert(
    fc.property(text, (given) => {
      const number = toE164(given);
      if (number === undefined) return;
      expect(number).toMatch(/^\+[1-9][0-9]{6,14}$/);
      expect(toE164(number)).toBe(number);
      // Nothing is invented: the digits are those given, but for the 00 that stands for the plus.
      expect(given.replace(/\D/g, '').replace(/^00/, '')).toBe(number.slice(1));
    }),
  );
});

describe('with a default country', () => {
  it.each([
    ['DE', '0170 1234567', '+491701234567'],
    ['DE', '(030) 12 34-56', '+4930123456'],
    ['DE', '(0)30 123456', '+4930123456'],
    ['de', '0170 1234567', '+491701234567'],
    [' DE ', '0170 1234567', '+491701234567'],
    ['DE', '0044 20 7946 0958', '+442079460958'],
    ['DE', '+44 20 7946 0958', '+442079460958'],
    ['DE', '+44 (0)20 7946 0958', '+442079460958'],
    ['US', '(415) 555-0123', '+14155550123'],
    ['US', '1 415 555 0123', '+14155550123'],
    ['CA', '416-555-0123', '+14165550123'],
    ['JM', '876 555 0123', '+18765550123'],
    ['US', '011 44 20 7946 0958', '+442079460958'],
    ['US', '0044 20 7946 0958', '+442079460958'],
    ['IT', '06 1234 5678', '+390612345678'],
    ['IT', '333 123 4567', '+393331234567'],
    ['ES', '612 345 678', '+34612345678'],
    ['GB', '020 7946 0958', '+442079460958'],
    ['JE', '01534 555012', '+441534555012'],
    ['FR', '06 12 34 56 78', '+33612345678'],
    ['HU', '06 20 123 4567', '+36201234567'],
    ['RU', '8 912 345-67-89', '+79123456789'],
    ['RU', '8 10 49 30 123456', '+4930123456'],
    ['KZ', '8 701 234 5678', '+77012345678'],
    ['BY', '8 029 123 45 67', '+375291234567'],
    ['AU', '0412 345 678', '+61412345678'],
    ['AU', '0011 44 20 7946 0958', '+442079460958'],
    ['AU', '0044 20 7946 0958', '+442079460958'],
    ['JP', '090-1234-5678', '+819012345678'],
    ['JP', '010 44 20 7946 0958', '+442079460958'],
    ['IN', '98765 43210', '+919876543210'],
    ['IN', '098765 43210', '+919876543210'],
    ['CN', '138 1234 5678', '+8613812345678'],
    ['CN', '010 1234 5678', '+861012345678'],
    ['BR', '(11) 91234-5678', '+5511912345678'],
    ['MX', '55 1234 5678', '+525512345678'],
    ['AR', '011 4123-4567', '+541141234567'],
    ['PE', '912 345 678', '+51912345678'],
    ['PE', '(01) 412 3456', '+5114123456'],
    ['CI', '07 12 34 56 78', '+2250712345678'],
    ['KE', '000 44 20 7946 0958', '+442079460958'],
    ['ZA', '082 123 4567', '+27821234567'],
    ['SG', '8123 4567', '+6581234567'],
  ])('%s reads %s', (country, given, expected) => {
    expect(toE164(given, country)).toBe(expected);
  });

  it.each([
    ['a number that lost its zero in a sheet', 'DE', '1701234567'],
    ['a number that lost its plus in a sheet', 'DE', '4915112345678'],
    ['a number of another country that lost its plus', 'US', '4915112345678'],
    ['a number of the US that lost its plus', 'DE', '14155550123'],
    ['a number without its area code', 'US', '555-0123'],
    ['a number of the village', 'DE', '123456'],
    ['an emergency number', 'DE', '112'],
    ['an emergency number', 'US', '911'],
    ['a short code', 'US', '12345'],
    ['an area code that there is not', 'US', '211 555 0123'],
    ['an exchange that there is not', 'US', '415 155 0123'],
    ['too short', 'FR', '06 12 34 56 7'],
    ['too long', 'FR', '06 12 34 56 78 9'],
    ['an extension', 'US', '(415) 555-0123 x5'],
    ['letters', 'US', '1-800-FLOWERS'],
    ['digits and more', 'DE', '030 123456, 030 123457'],
    ['a plus in the middle', 'DE', '030+123456'],
    // Whether 001 is 00 and the US, or a carrier.
    ['a prefix that carriers share', 'KR', '001 415 555 0123'],
    ['the same', 'AU', '0014 155 550 123'],
    ['the same', 'BR', '00 15 44 20 7946 0958'],
    ['a mobile in Argentina', 'AR', '011 15-2345-6789'],
    ['a foreign prefix at home', 'FR', '011 44 20 7946 0958'],
    ['a country that is not in the table', 'XX', '030 123456'],
    ['a name in place of its code', 'Germany', '030 123456'],
    ['something that every object has', 'constructor', '030 123456'],
    ['nothing', 'DE', ''],
    ['dashes only', 'DE', '--'],
  ])('refuses %s (%s)', (_, country, given) => {
    expect(toE164(given, country)).toBeUndefined();
  });

  it('still takes numbers with their plus where the country is not in the table', () => {
    expect(toE164('+49 30 123456', 'XX')).toBe('+4930123456');
  });

  const country = fc.constantFrom(...Object.keys(COUNTRIES));
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'+00112345678()- ~x\n'), maxLength: 20 }),
    fc.stringMatching(/^[0-9]{3,16}$/),
  );

  it('gives E.164 or nothing, never throws, and leaves its own result alone', () => {
    fc.assert(
      fc.property(text, fc.oneof(country, fc.string()), country, (given, chosen, other) => {
        const number = toE164(given, chosen);
        if (number === undefined) return;
        expect(number).toMatch(/^\+[1-9][0-9]{6,14}$/);
        expect([toE164(number), toE164(number, chosen), toE164(number, other)]).toEqual([
          number,
          number,
          number,
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it('invents nothing but the country code', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{3,16}$/), country, (given, chosen) => {
        const number = toE164(given, chosen);
        if (number === undefined) return;
        const code = COUNTRIES[chosen]?.callingCode ?? '';
        // Either dialled at home, less a trunk prefix, or with a prefix for abroad.
        const home = number.startsWith(`+${code}`) && given.endsWith(number.slice(1 + code.length));
        expect(home || given.endsWith(number.slice(1))).toBe(true);
        expect(given.length - number.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 2000 },
    );
  });
});
