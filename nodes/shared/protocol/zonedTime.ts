/**
 * What a text says about a time. `wall` is what a clock on the wall shows, as milliseconds since 1970 as if it showed
 * UTC; `offset` is how far that clock is ahead of UTC, in milliseconds, undefined where the text does not say.
 */
export interface WrittenTime {
  wall: number;
  offset: number | undefined;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const WITH_TIME = /^(\d{4}-\d{2}-\d{2})[T ]([\d:.,]+) ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Reads `2026-08-24T10:00:00+02:00` and its usual variants, with or without a zone. Undefined for what is no time. */
export function readDateTime(text: string): WrittenTime | undefined {
  const [, date = '', clock = '', zone] = WITH_TIME.exec(text.trim()) ?? [];
  const day = readDate(date);
  const time = readClock(clock);
  if (day === undefined || time === undefined) return undefined;
  if (zone === undefined) return { wall: day + time, offset: undefined };
  const offset = readOffset(zone);
  return offset === undefined ? undefined : { wall: day + time, offset };
}

/** Midnight of a date such as `2026-08-24`, as a wall clock time. Undefined for dates that no calendar has. */
export function readDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const wall = Date.UTC(year, month - 1, day);
  return new Date(wall).toISOString().startsWith(text) ? wall : undefined;
}

/** Milliseconds since midnight of `10:00`, `10:00:30` or `10:00:30.5`. */
export function readClock(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [hour = 0, minute = 0, second = 0] = match.slice(1, 4).map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Math.floor(Number(`0.${match[4] ?? '0'}`) * 1000);
  return ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

function readOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 15 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

/** Whether this is a time zone that the platform knows, e.g. the IANA name `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Milliseconds that the clocks of a zone are ahead of UTC at an instant. Throws for a zone that is none. */
export function offsetAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const part = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/**
 * When the clocks of a zone show a time, earliest first: once as a rule, never in the hour that is skipped when the
 * clocks go forward, twice in the hour that is repeated when they go back.
 */
export function instantsAt(wall: number, timeZone: string): number[] {
  // Clocks don't change twice within two days, so one of the two offsets is the one in force.
  const offsets = new Set([offsetAt(wall - DAY, timeZone), offsetAt(wall + DAY, timeZone)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((instant) => instant + offsetAt(instant, timeZone) === wall)
    .sort((a, b) => a - b);
}

/** As {@link instantsAt}, one instant: the first of two; a skipped time is moved on by as much as was skipped. */
export function instantAt(wall: number, timeZone: string): number {
  return instantsAt(wall, timeZone)[0] ?? wall - offsetAt(wall - DAY, timeZone);
}

/** An instant as the clocks of a zone show it: `2026-08-24T10:00:00+02:00`, with milliseconds only if there are any. */
export function toZonedIso(instant: number, timeZone: string): string {
  // Whole minutes: Liberia was 44:30 behind until 1972, which ISO 8601 cannot say.
  const offset = Math.round(offsetAt(instant, timeZone) / MINUTE) * MINUTE;
  const wall = new Date(instant + offset).toISOString().replace(/(?:\.000)?Z$/, '');
  const minutes = Math.abs(offset) / MINUTE;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${wall}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
