import fc from 'fast-check';
import { toE164 } from '../../../nodes/shared/phone';

it.each([
  ['+14155550123', '+14155550123'],
  ['  +1 (415) 555-0123 ', '+14155550123'],
  ['+1.415.555.0123', '+14155550123'],
  ['+49\u00a030/123456', '+4930123456'],
  ['0049 30 123456', '+4930123456'],
  ['+1234567', '+1234567'],
  ['+123456789012345', '+123456789012345'],
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
