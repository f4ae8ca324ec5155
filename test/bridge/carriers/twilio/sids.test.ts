import { isAccountSid, isCallSid } from '../../../../bridge/src/carriers/twilio/sids';

const hex = '0123456789abcdefABCDEF0123456789';

it.each([
  [isCallSid, `CA${hex}`],
  [isAccountSid, `AC${hex}`],
])('accepts the letters of its kind and 32 hexadecimal digits', (isSid, sid) => {
  expect(isSid(sid)).toBe(true);
  for (const wrong of [
    `${sid}0`,
    sid.slice(1),
    `MZ${hex}`,
    `${sid}Called+14155550199`,
    `${sid}\n`,
    '',
    [sid],
    1,
  ]) {
    expect(isSid(wrong)).toBe(false);
  }
  expect(isSid(undefined)).toBe(false);
});
