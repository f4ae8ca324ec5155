import { digitsOf, e164Of } from '../../../bridge/src/carriers/phoneNumbers';

it.each([
  ['14155550123', '+14155550123'],
  ['+14155550123', '+14155550123'],
  ['447700900000', '+447700900000'],
  ['anonymous', 'anonymous'],
  ['sip:joe@example.com', 'sip:joe@example.com'],
  // Extensions and national numbers are no E.164.
  ['100', '100'],
  ['07700900000', '07700900000'],
])('%s is %s', (number, e164) => {
  expect(e164Of(number)).toBe(e164);
});

it('takes the plus away', () => {
  expect(digitsOf('+14155550123')).toBe('14155550123');
  expect(digitsOf('14155550123')).toBe('14155550123');
});
