import fc from 'fast-check';
import { toInstant } from '../../../nodes/shared/time';

it.each<[string, string, string | undefined]>([
  ['2026-11-20T10:00:00', 'UTC', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20T10:00:00', 'Europe/Berlin', '2026-11-20T09:00:00.000Z'],
  ['2026-07-20T10:00:00', 'Europe/Berlin', '2026-07-20T08:00:00.000Z'],
  ['2026-07-20 10:00', 'America/New_York', '2026-07-20T14:00:00.000Z'],
  ['2026-07-20', 'Asia/Kolkata', '2026-07-19T18:30:00.000Z'],
  ['2026-07-20T10:00:00Z', 'America/New_York', '2026-07-20T10:00:00.000Z'],
  ['2026-07-20T10:00:00+02:00', 'America/New_York', '2026-07-20T08:00:00.000Z'],
  // The first hour after the clocks went forward, and the last before.
  ['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59.000Z'],
  ['tomorrow', 'UTC', undefined],
  ['2026-13-40T10:00:00', 'UTC', undefined],
  ['', 'UTC', undefined],
])('%s in %s is %s', (value, zone, expected) => {
  expect(toInstant(value, zone)).toBe(expected);
});

it('undoes how a wall clock shows an instant, in any zone and outside of changed hours', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/St_Johns',
    'Pacific/Auckland',
    'Asia/Kathmandu',
    'UTC',
  );
  fc.assert(
    fc.property(zones, fc.integer({ min: 0, max: 2_000_000_000 }), (timeZone, seconds) => {
      const instant = new Date(seconds * 1000);
      const wall = instant.toLocaleString('sv-SE', { timeZone });
      const back = Date.parse(toInstant(wall, timeZone) ?? '');
      // In the hour that a clock shows twice, either instant is right.
      expect(new Date(back).toLocaleString('sv-SE', { timeZone })).toBe(wall);
    }),
  );
});
