import { nearestNumber } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/nearestNumber';

const account = ['+14155550123', '+442071838750', '+14155559123'].map((phone_number) => ({ phone_number }));

it.each([
  // The country code was left out, or a wrong one was written.
  ['+4155550123', '+14155550123'],
  ['+49442071838750', '+442071838750'],
  // Of two that end alike the longer likeness counts.
  ['+15005559123', '+14155559123'],
  // Three digits are chance.
  ['+15125557123', undefined],
  ['+15125550000', undefined],
])('finds for %s the number %s', (wanted, found) => {
  expect(nearestNumber(wanted, account)).toBe(found);
});

it('passes over what has no number', () => {
  expect(nearestNumber('+14155550123', [{}, { phone_number: null }])).toBeUndefined();
});
