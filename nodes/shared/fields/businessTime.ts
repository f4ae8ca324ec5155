import type { IDataObject, IExecuteFunctions, INode, INodeProperties } from 'n8n-workflow';
import { fail } from '../fail';
import { businessNow } from '../protocol/businessTime';
import { isTimeZone } from '../protocol/zonedTime';
import { textOf } from './textOf';

const shownWithTime = { show: { addBusinessTime: [true] } };

/** Fields that give the assistant the time where the business is. */
export const businessTimeProperties: INodeProperties[] = [
  {
    displayName: 'Add Business Time',
    name: 'addBusinessTime',
    type: 'boolean',
    default: false,
    description:
      "Whether to add the variables businessNow, businessDate, businessTime, businessWeekday and businessTimeZone, because Vapi's own now, date and time are in UTC. They hold the time at which this node runs.",
  },
  {
    displayName: 'Business Time Zone',
    name: 'businessTimeZone',
    type: 'string',
    default: '',
    placeholder: 'e.g. Europe/Berlin',
    description: 'Where the business is; leave empty for the time zone of the workflow',
    displayOptions: shownWithTime,
  },
  {
    displayName: 'Business Language',
    name: 'businessLocale',
    type: 'string',
    default: '',
    placeholder: 'e.g. de-DE',
    description:
      'Adds the variable businessSpoken, the time as one says it in this language, and names the weekday in it; leave empty for the weekday in English',
    displayOptions: shownWithTime,
  },
];

/**
 * The variables of {@link businessTimeProperties}: none where the builder does not want them.
 *
 * @param moment the time that they tell
 * @throws NodeOperationError for a time zone or language that is none
 */
export function readBusinessTime(context: IExecuteFunctions, itemIndex: number, moment: Date): IDataObject {
  const read = (name: string, other: unknown): unknown => context.getNodeParameter(name, itemIndex, other);
  if (read('addBusinessTime', false) !== true) return {};
  const node = context.getNode();
  const timeZone = timeZoneFrom(node, read('businessTimeZone', ''), itemIndex) ?? context.getTimezone();
  const locale = localeFrom(node, read('businessLocale', ''), itemIndex);
  return businessTimeVariables(moment, timeZone, locale);
}

/** @throws RangeError for a time zone or language that is none */
export function businessTimeVariables(moment: Date, timeZone: string, locale?: string): IDataObject {
  const { iso, date, time, weekday, spoken } = businessNow(moment, timeZone, locale);
  const inLanguage = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' }).format(moment);
  return {
    businessNow: iso,
    businessDate: date,
    businessTime: time,
    businessWeekday: locale === undefined ? weekday : inLanguage,
    businessTimeZone: timeZone,
    ...(spoken === undefined ? {} : { businessSpoken: spoken }),
  };
}

/**
 * An IANA time zone, or undefined for an empty field.
 *
 * @throws NodeOperationError for a time zone that is none: it would give wrong times
 */
export function timeZoneFrom(node: INode, given: unknown, itemIndex?: number): string | undefined {
  const zone = textOf(given);
  if (zone === '') return undefined;
  if (!isTimeZone(zone)) throw fail(node, 'TIME_ZONE_UNKNOWN', zone, itemIndex);
  return zone;
}

/**
 * A language tag as the platform writes it, or undefined for an empty field.
 *
 * @throws NodeOperationError for a tag that is none, or that the platform does not know
 */
export function localeFrom(node: INode, given: unknown, itemIndex?: number): string | undefined {
  const locale = textOf(given);
  if (locale === '') return undefined;
  // "german" is well formed, but nobody's tag: its times would be spoken in the language of the server.
  const [known] = supportedLocales(locale);
  if (known === undefined) throw fail(node, 'LOCALE_UNKNOWN', locale, itemIndex);
  return known;
}

/** The tag as the platform writes it; none for one that it does not know or that is malformed. */
function supportedLocales(locale: string): string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale);
  } catch {
    return [];
  }
}
