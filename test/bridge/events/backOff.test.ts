import { backOffMs, retryAfterMs } from '../../../bridge/src/events/backOff';

describe('backOffMs', () => {
  it('begins with a second, doubles, and stays at five minutes', () => {
    const waits = [1, 2, 3, 9, 10, 1000].map((failures) => backOffMs(failures, 0));
    expect(waits).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
  });

  it('is up to a half shorter', () => {
    expect(backOffMs(4, 1)).toBe(4000);
    expect(backOffMs(4, 0.5)).toBe(6000);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');
  it.each([
    ['7', 7000],
    ['Fri, 20 Nov 2026 10:01:00 GMT', 60_000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['999999', 3_600_000],
    ['soon', 0],
    [undefined, 0],
  ])('reads %j as %i ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
