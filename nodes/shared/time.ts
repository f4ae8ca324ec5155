import { instantAt, readDate, readDateTime } from './protocol/zonedTime';

/** `Z` or an offset at the end: the time names its zone. */
const ZONED = /(?:Z|[+-]\d{2}:?\d{2})$/i;

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
  const written = readDateTime(text);
  if (written?.offset !== undefined) return isoOf(written.wall - written.offset);
  const wall = written?.wall ?? readDate(text);
  if (wall !== undefined) return isoOf(instantAt(wall, timeZone));
  // Other ways to write a time with its zone, such as that of e-mails.
  return ZONED.test(text) ? isoOf(Date.parse(text)) : undefined;
}

function isoOf(time: number): string | undefined {
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
