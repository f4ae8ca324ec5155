import type { IDataObject, INode, INodePropertyOptions } from 'n8n-workflow';
import { fail } from '../fail';
import { toZonedIso } from '../protocol/zonedTime';
import { toInstant } from '../time';
import { textOf } from './textOf';

export type VariableType = 'auto' | 'boolean' | 'dateTime' | 'json' | 'number' | 'string';

export const VARIABLE_TYPES: INodePropertyOptions[] = [
  {
    name: 'Automatic',
    value: 'auto',
    description: 'What is written is text; what an expression gives keeps its type',
  },
  { name: 'Boolean', value: 'boolean', description: 'Either true or false, for conditions in the prompt' },
  {
    name: 'Date & Time',
    value: 'dateTime',
    description: 'Becomes ISO 8601 with the offset of the workflow, such as 2026-11-20T10:00:00+01:00',
  },
  {
    name: 'JSON',
    value: 'json',
    description:
      'An object, whose fields are {{ name.field }} in the prompt, or a list, which is sent as JSON text',
  },
  { name: 'Number', value: 'number' },
  { name: 'String', value: 'string' },
];

/** What a value has to be, in words for the message. */
const EXPECTED: Readonly<Record<string, string>> = {
  boolean: 'neither true nor false',
  dateTime: 'no date and time',
  json: 'no JSON',
  number: 'no number',
};

type Value = IDataObject[string];

/** Where a value was written. */
export interface VariablePlace {
  node: INode;
  itemIndex?: number;
  /** IANA name of the zone that a time without one is meant in, and that times are written in. */
  timeZone: string;
}

/**
 * The value of a variable as Vapi gets it. A list becomes JSON text, because Vapi drops lists on some paths (field
 * report in vapi gitops). Where there is nothing, a typed variable is left out, so that a default in the prompt is
 * used.
 *
 * @param name for the message
 * @returns undefined for nothing
 * @throws NodeOperationError for a value that is not of the type
 */
export function variableValue(name: string, type: unknown, given: unknown, place: VariablePlace): Value {
  const value = isDateLike(given) ? String(given.toJSON()) : given;
  if (type === undefined || type === 'auto') return sendable(value);
  if (value === undefined || value === null) return undefined;
  if (type === 'string') return typeof value === 'string' ? value : textOf(value);
  if (typeof value === 'string' && value.trim() === '') return undefined;

  // Own keys only: an expression may give the name of something that every object inherits.
  const kind = textOf(type);
  const read = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  if (read === undefined) throw invalid(`"${kind}" is no type of a variable (${name})`, place);
  const converted = read(value, place.timeZone);
  if (converted !== undefined) return converted;
  throw invalid(`The variable "${name}" is ${EXPECTED[kind]}: ${textOf(value).slice(0, 200)}`, place);
}

function invalid(message: string, { node, itemIndex }: VariablePlace): Error {
  return fail(node, 'VARIABLE_VALUE_INVALID', message, itemIndex);
}

/** By type: the value, or undefined for what is none. */
const READERS: Readonly<Record<string, (value: unknown, timeZone: string) => Value>> = {
  boolean: (value) => {
    const text = textOf(value).toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : undefined;
  },
  dateTime: (value, timeZone) => {
    const instant = toInstant(textOf(value), timeZone);
    return instant === undefined ? undefined : toZonedIso(Date.parse(instant), timeZone);
  },
  json: (value) => {
    if (typeof value !== 'string') return sendable(value);
    try {
      return sendable(JSON.parse(value) as unknown);
    } catch {
      return undefined;
    }
  },
  number: (value) => {
    const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
    return Number.isFinite(number) ? number : undefined;
  },
};

/** What may go into `variableValues`. */
export function sendable(value: unknown): Value {
  return Array.isArray(value) ? JSON.stringify(value) : (value as Value);
}

/** A Date, or the DateTime of Luxon that expressions such as `$now` give. */
function isDateLike(value: unknown): value is { toJSON(): unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const { toJSON, toISO } = value as { toJSON?: unknown; toISO?: unknown };
  return typeof toJSON === 'function' && (value instanceof Date || typeof toISO === 'function');
}
