import { isSendableCode } from '../../../bridge/src/sockets/closeCodes';

describe('isSendableCode', () => {
  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999])(
    'takes %i',
    (code) => {
      expect(isSendableCode(code)).toBe(true);
    },
  );

  // 1004 is reserved; 1005, 1006 and 1015 are for reports only (RFC 6455, 7.4.1).
  it.each([0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535])('refuses %i', (code) => {
    expect(isSendableCode(code)).toBe(false);
  });
});
