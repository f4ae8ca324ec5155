import fc from 'fast-check';
import {
  instantAt,
  instantsAt,
  isTimeZone,
  offsetAt,
  readClock,
  readDate,
  readDateTime,
  toZonedIso,
} from '../../../../nodes/shared/protocol/zonedTime';

const wall = (text: string): number => Date.parse(`${text}Z`);
const utc = (...texts: string[]): number[] => texts.map((text) => Date.parse(text));

describe('readDateTime', () => {
  it.each<[string, string, number | undefined]>([
    ['2026-08-24T10:00:00', '2026-08-24T10:00', undefined],
    ['2026-08-24 10:00', '2026-08-24T10:00', undefined],
    [' 2026-08-24t10:00:30.25 ', '2026-08-24T10:00:30.250', undefined],
    ['2026-08-24T10:00:00Z', '2026-08-24T10:00', 0],
    ['2026-08-24T10:00:00z', '2026-08-24T10:00', 0],
    ['2026-08-24T10:00:00+02:00', '2026-08-24T10:00', 120],
    ['2026-08-24T10:00:00 -0330', '2026-08-24T10:00', -210],
    ['2026-08-24T10:00+02', '2026-08-24T10:00', 120],
    ['2024-02-29T23:59:59', '2024-02-29T23:59:59', undefined],
  ])('reads %s', (text, shown, minutes) => {
    const offset = minutes === undefined ? undefined : minutes * 60_000;
    expect(readDateTime(text)).toEqual({ wall: wall(shown), offset });
  });

  it.each([
    '',
    'tomorrow at ten',
    '2026-08-24',
    '10:00',
    '2026-02-29T10:00:00',
    '2026-13-01T10:00:00',
    '2026-08-24T24:00:00',
    '2026-08-24T10:60:00',
    '2026-08-24T10:00:60',
    '2026-08-24T10',
    '2026-08-24T10:00:00+25:00',
    '2026-08-24T10:00:00+02:60',
    '2026-08-24T10:00:00 Europe/Berlin',
    '24.08.2026 10:00',
    '0020-08-24T10:00:00',
  ])('takes "%s" for no date and time', (text) => {
    expect(readDateTime(text)).toBeUndefined();
  });

  it('reads what Date writes, and never throws', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(readDateTime(date.toISOString())).toEqual({ wall: date.getTime(), offset: 0 });
        },
      ),
    );
    fc.assert(fc.property(fc.string(), (text) => void readDateTime(text)));
  });
});

it('reads dates and clock times by themselves', () => {
  expect(readDate('2026-08-24')).toBe(wall('2026-08-24T00:00'));
  expect([readDate('2026-02-30'), readDate('2026-8-24'), readDate('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(readClock('14:30')).toBe(14.5 * 3_600_000);
  expect(readClock('00:00:01.5')).toBe(1500);
  expect([readClock('24:00'), readClock('2:30'), readClock('2 PM')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it.each<[string, boolean]>([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Berlin', false],
  ['', false],
])('"%s" as a time zone: %p', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});

describe('when the clocks show a time', () => {
  it.each<[string, string, string, string[]]>([
    ['winter', 'Europe/Berlin', '2026-01-15T10:00', ['2026-01-15T09:00Z']],
    ['summer', 'Europe/Berlin', '2026-07-15T10:00', ['2026-07-15T08:00Z']],
    ['the hour that is skipped', 'Europe/Berlin', '2026-03-29T02:30', []],
    ['the minute before', 'Europe/Berlin', '2026-03-29T01:59', ['2026-03-29T00:59Z']],
    ['the first minute after', 'Europe/Berlin', '2026-03-29T03:00', ['2026-03-29T01:00Z']],
    [
      'the hour that comes twice',
      'Europe/Berlin',
      '2026-10-25T02:30',
      ['2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ],
    ['the first minute after both', 'Europe/Berlin', '2026-10-25T03:00', ['2026-10-25T02:00Z']],
    ['the hour that is skipped', 'America/New_York', '2026-03-08T02:00', []],
    [
      'the hour that comes twice',
      'America/New_York',
      '2026-11-01T01:59',
      ['2026-11-01T05:59Z', '2026-11-01T06:59Z'],
    ],
    ['any time of a zone without changes', 'Asia/Kolkata', '2026-03-29T02:30', ['2026-03-28T21:00Z']],
    ['half an hour that is skipped', 'Australia/Lord_Howe', '2026-10-04T02:15', []],
    ['the first minute after', 'Australia/Lord_Howe', '2026-10-04T02:30', ['2026-10-03T15:30Z']],
    [
      'half an hour that comes twice',
      'Australia/Lord_Howe',
      '2026-04-05T01:45',
      ['2026-04-04T14:45Z', '2026-04-04T15:15Z'],
    ],
    ['the quarter past it', 'Australia/Lord_Howe', '2026-04-05T02:15', ['2026-04-04T15:45Z']],
    ['the day that Samoa left out', 'Pacific/Apia', '2011-12-30T12:00', []],
  ])('%s in %s, %s', (_, zone, shown, instants) => {
    expect(instantsAt(wall(shown), zone)).toEqual(utc(...instants));
  });

  it('keeps fractions of a second', () => {
    expect(instantsAt(wall('2026-08-24T10:00:00.5'), 'Europe/Berlin')).toEqual(utc('2026-08-24T08:00:00.5Z'));
  });

  it('moves a skipped time on, and takes the first of two, where one instant is wanted', () => {
    expect(instantAt(wall('2026-03-29T02:30'), 'Europe/Berlin')).toBe(Date.parse('2026-03-29T03:30+02:00'));
    expect(instantAt(wall('2026-10-25T02:30'), 'Europe/Berlin')).toBe(Date.parse('2026-10-25T02:30+02:00'));
  });

  it('finds every instant again by what the clocks show then, in every zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const seconds = fc.integer({ min: 0, max: 2_100_000_000 });
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const instant = second * 1000;
        const found = instantsAt(instant + offsetAt(instant, zone), zone);
        expect(found).toContain(instant);
        expect(found.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });
});

describe('toZonedIso', () => {
  it.each([
    ['2026-08-24T08:00:00Z', 'Europe/Berlin', '2026-08-24T10:00:00+02:00'],
    ['2026-01-15T15:00:00Z', 'America/New_York', '2026-01-15T10:00:00-05:00'],
    ['2026-01-15T20:00:00.250Z', 'Asia/Kolkata', '2026-01-16T01:30:00.250+05:30'],
    ['2026-10-03T15:30:00Z', 'Australia/Lord_Howe', '2026-10-04T02:30:00+11:00'],
    ['2026-04-04T15:00:00Z', 'Australia/Lord_Howe', '2026-04-05T01:30:00+10:30'],
    ['2026-01-15T20:00:00Z', 'America/St_Johns', '2026-01-15T16:30:00-03:30'],
    ['2026-01-15T20:00:00Z', 'UTC', '2026-01-15T20:00:00+00:00'],
    // The clocks showed 23:15:30; the offset has no seconds.
    ['1970-01-01T00:00:00Z', 'Africa/Monrovia', '1969-12-31T23:16:00-00:44'],
  ])('%s in %s is %s', (instant, zone, expected) => {
    expect(toZonedIso(Date.parse(instant), zone)).toBe(expected);
  });

  it('names the same instant, whatever the zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        expect(Date.parse(toZonedIso(instant, zone))).toBe(instant);
      }),
      { numRuns: 500 },
    );
  });
});
