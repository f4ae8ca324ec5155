import type { JsonObject } from './json';
import type { FormatReaders } from './toolValues';
import { instantsAt, readDateTime, toZonedIso } from './zonedTime';

/** What to do with a time that names no zone: ask the assistant for it, or take it for the time of the business. */
export type ZonelessTimes = 'refuse' | 'business';

/**
 * Reads arguments of format `date-time` as ISO 8601 with the offset of the business. A time that the clocks skip does
 * not exist and is refused; of one that comes twice the first is taken.
 */
export function dateTimeReader(
  timeZone: string,
  zonelessTimes: ZonelessTimes,
  receivedAt: Date,
): FormatReaders {
  return {
    'date-time': (text) => {
      const written = readDateTime(text);
      if (written === undefined) {
        // An example in another zone than that of the business would be copied.
        return { expected: `a date and time such as ${businessNow(receivedAt, timeZone).iso}` };
      }
      const { wall, offset } = written;
      if (offset !== undefined) return { value: toZonedIso(wall - offset, timeZone) };
      const [instant] = instantsAt(wall, timeZone);
      if (instant === undefined) {
        return { expected: `a time that exists: the clocks in ${timeZone} skip it on that day` };
      }
      const zoned = toZonedIso(instant, timeZone);
      return zonelessTimes === 'business'
        ? { value: zoned }
        : { expected: `a time with its zone, which is ${zoned} if the time in ${timeZone} is meant` };
    },
  };
}

/** A moment on the clocks of the business. */
export interface BusinessTime extends JsonObject {
  /** With the offset of the business, whole seconds. */
  iso: string;
  date: string;
  time: string;
  /** In English. */
  weekday: string;
  timeZone: string;
  /** As one says it, where the builder chose a language. */
  spoken?: string;
}

/** @throws RangeError for a time zone or language that is none */
export function businessNow(moment: Date, timeZone: string, locale?: string): BusinessTime {
  const iso = toZonedIso(Math.floor(moment.getTime() / 1000) * 1000, timeZone);
  return {
    iso,
    date: iso.slice(0, 10),
    time: iso.slice(11, 16),
    weekday: new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long' }).format(moment),
    timeZone,
    ...(locale === undefined ? {} : { spoken: spokenTime(moment, timeZone, locale) }),
  };
}

/** A time as one says it, e.g. `Monday, August 24 at 10:00 AM`, or `Montag, 24. August um 10:00` for `de-DE`. */
export function spokenTime(moment: Date, timeZone: string, locale: string): string {
  return (
    new Intl.DateTimeFormat(locale, {
      ...{ timeZone, weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' },
    })
      .format(moment)
      // Some languages put narrow spaces before "AM", which not every voice knows.
      .replace(/\s/g, ' ')
  );
}
