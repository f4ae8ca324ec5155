/** `Z` or an offset at the end: the time names its zone. */
const ZONED = /(?:Z|[+-]\d{2}:?\d{2})$/i;

const WALL_CLOCK = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;

/**
 * A date and time as an instant for Vapi. n8n's date picker gives the time of a wall clock without a zone; it is the
 * workflow's time zone that is meant, and Vapi would take it for UTC.
 *
 * @param value ISO 8601 with or without a zone, e.g. `2026-11-20T10:00:00`
 * @param timeZone IANA name, e.g. `Europe/Berlin`
 * @returns ISO 8601 in UTC, or undefined when the value is no time
 */
export function toInstant(value: string, timeZone: string): string | undefined {
  const text = value.trim();
  if (ZONED.test(text)) return isoOf(Date.parse(text));
  if (!WALL_CLOCK.test(text)) return undefined;
  const wall = Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`);
  if (Number.isNaN(wall)) return undefined;
  // The offset depends on the instant, which depends on the offset: the second look settles all but skipped hours.
  const first = wall - offsetAt(wall, timeZone);
  return isoOf(wall - offsetAt(first, timeZone));
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetAt(instant: number, timeZone: string): number {
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

function isoOf(time: number): string | undefined {
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
