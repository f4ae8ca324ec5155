import type { INode } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { asObject, type JsonObject } from '../shared/protocol/json';
import { isTimeZone } from '../shared/protocol/zonedTime';
import type { ZonelessTimes } from './businessTime';
import { toText, type FieldReader } from './declaredTools';

const DEFAULT_DEADLINE_SECONDS = 15;
const MAX_DEADLINE_SECONDS = 295;

/** What the builder chose under Options, with our defaults. */
export interface TriggerOptions {
  deadlineMs: number;
  checkParameters: boolean;
  includeRaw: boolean;
  /** Whether items say what time it is at the business. */
  includeNow: boolean;
  /** Of the business; that of the workflow where the builder named none. */
  timeZone: string;
  zonelessTimes: ZonelessTimes;
  /** Language of spoken times; undefined where none are wanted. */
  locale: string | undefined;
}

/** @throws NodeOperationError for a time zone or language that is none: a wrong one would book wrong times */
export function readOptions(
  context: FieldReader & { getNode(): INode; getTimezone(): string },
): TriggerOptions {
  const options = asObject(context.getNodeParameter('options', {}));
  return {
    deadlineMs: deadlineOf(options),
    checkParameters: options.checkParameters !== false,
    includeRaw: options.includeRaw === true,
    includeNow: options.businessTimeZone !== undefined,
    timeZone: timeZoneOf(context.getNode(), options) ?? context.getTimezone(),
    zonelessTimes: options.zonelessTimes === 'business' ? 'business' : 'refuse',
    locale: localeOf(context.getNode(), options),
  };
}

/** Milliseconds that the workflow has for its answer; an expression may give anything. */
export function deadlineOf({ deadlineSeconds }: JsonObject): number {
  const given = Number(deadlineSeconds ?? DEFAULT_DEADLINE_SECONDS);
  const wanted = given > 0 ? given : DEFAULT_DEADLINE_SECONDS;
  return Math.round(Math.min(wanted, MAX_DEADLINE_SECONDS) * 1000);
}

function timeZoneOf(node: INode, { businessTimeZone }: JsonObject): string | undefined {
  const zone = toText(businessTimeZone);
  if (zone === '') return undefined;
  if (!isTimeZone(zone)) throw fail(node, 'TIME_ZONE_UNKNOWN', zone);
  return zone;
}

function localeOf(node: INode, { spokenLocale }: JsonObject): string | undefined {
  const locale = toText(spokenLocale);
  if (locale === '') return undefined;
  // "german" is well formed, but nobody's tag: its times would be spoken in the language of the server.
  const [known] = supportedLocales(locale);
  if (known === undefined) throw fail(node, 'LOCALE_UNKNOWN', locale);
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
