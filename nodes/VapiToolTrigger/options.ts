import type { INode } from 'n8n-workflow';
import { localeFrom, timeZoneFrom } from '../shared/fields/businessTime';
import type { ZonelessTimes } from '../shared/protocol/businessTime';
import { asObject, type JsonObject } from '../shared/protocol/json';
import type { FieldReader } from './declaredTools';

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
    timeZone: timeZoneFrom(context.getNode(), options.businessTimeZone) ?? context.getTimezone(),
    zonelessTimes: options.zonelessTimes === 'business' ? 'business' : 'refuse',
    locale: localeFrom(context.getNode(), options.spokenLocale),
  };
}

/** Milliseconds that the workflow has for its answer; an expression may give anything. */
export function deadlineOf({ deadlineSeconds }: JsonObject): number {
  const given = Number(deadlineSeconds ?? DEFAULT_DEADLINE_SECONDS);
  const wanted = given > 0 ? given : DEFAULT_DEADLINE_SECONDS;
  return Math.round(Math.min(wanted, MAX_DEADLINE_SECONDS) * 1000);
}
