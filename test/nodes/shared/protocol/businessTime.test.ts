import { businessNow, dateTimeReader, spokenTime } from '../../../../nodes/shared/protocol/businessTime';

const NOW = new Date('2026-11-20T21:52:51.700Z');
const read = (text: string, zone: string, zoneless: 'refuse' | 'business' = 'refuse'): unknown =>
  dateTimeReader(zone, zoneless, NOW)['date-time']?.(text);

describe('a date and time', () => {
  it.each([
    ['2026-08-24T10:00:00+02:00', 'Europe/Berlin', '2026-08-24T10:00:00+02:00'],
    ['2026-08-24T08:00:00Z', 'Europe/Berlin', '2026-08-24T10:00:00+02:00'],
    ['2026-08-24T08:00:00Z', 'America/New_York', '2026-08-24T04:00:00-04:00'],
    ['2026-08-24T20:00:00Z', 'Asia/Kolkata', '2026-08-25T01:30:00+05:30'],
    // A model that goes by the winter's offset in summer still names an instant.
    ['2026-08-24T10:00:00+01:00', 'Europe/Berlin', '2026-08-24T11:00:00+02:00'],
  ])('%s in %s is %s', (text, zone, value) => {
    expect(read(text, zone)).toEqual({ value });
  });

  it.each([
    ['2026-08-24T10:00:00', 'Europe/Berlin', '2026-08-24T10:00:00+02:00'],
    ['2026-01-24T10:00', 'Europe/Berlin', '2026-01-24T10:00:00+01:00'],
    // It comes twice: the first is taken.
    ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
    ['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T01:30:00-04:00'],
    ['2026-04-05T01:45:00', 'Australia/Lord_Howe', '2026-04-05T01:45:00+11:00'],
  ])('%s without a zone in %s is %s, or the answer says so', (text, zone, value) => {
    expect(read(text, zone, 'business')).toEqual({ value });
    expect(read(text, zone)).toEqual({
      expected: `a time with its zone, which is ${value} if the time in ${zone} is meant`,
    });
  });

  it.each([
    ['2026-03-29T02:30:00', 'Europe/Berlin'],
    ['2026-03-08T02:30:00', 'America/New_York'],
    ['2026-10-04T02:15:00', 'Australia/Lord_Howe'],
  ])('%s does not exist in %s', (text, zone) => {
    const expected = `a time that exists: the clocks in ${zone} skip it on that day`;
    expect([read(text, zone, 'business'), read(text, zone)]).toEqual([{ expected }, { expected }]);
  });

  it('that is none gets an example of the business', () => {
    expect(read('tomorrow at ten', 'Europe/Berlin')).toEqual({
      expected: 'a date and time such as 2026-11-20T22:52:51+01:00',
    });
  });
});

it('tells day and time at the business', () => {
  expect(businessNow(NOW, 'Asia/Kolkata')).toEqual({
    iso: '2026-11-21T03:22:51+05:30',
    date: '2026-11-21',
    time: '03:22',
    weekday: 'Saturday',
    timeZone: 'Asia/Kolkata',
  });
  expect(businessNow(NOW, 'America/New_York', 'en-US').spoken).toBe('Friday, November 20 at 4:52 PM');
});

it.each([
  ['en-US', 'Monday, August 24 at 10:00 AM'],
  ['en-GB', /^Monday,? 24 August at 10:00$/],
  ['de-DE', /^Montag, 24\. August (um|,) 10:00$/],
])('says a time in %s', (locale, expected) => {
  const spoken = spokenTime(new Date('2026-08-24T08:00:00Z'), 'Europe/Berlin', locale);
  expect(spoken).toMatch(expected);
});
