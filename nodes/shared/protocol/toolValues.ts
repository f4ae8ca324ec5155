import { isObject } from './json';
import { readClock, readDate, readDateTime } from './zonedTime';

/** A value in its right form, or what it should have been, as a phrase that follows "must be". */
export type Read = { value: unknown } | { expected: string };

/** Reads text of a `format`, by its name. */
export type FormatReaders = Readonly<Record<string, (text: string) => Read>>;

/** JSON Schema's types, in words for a model. */
export const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** The value as one of the types: as it is if it fits, else by the first type that it can be taken for. */
export function convert(value: unknown, types: readonly string[]): { value: unknown } | undefined {
  if (types.some((type) => fits(value, type))) return { value };
  for (const type of types) {
    const converted = convertTo(value, type);
    if (converted !== undefined) return { value: converted };
  }
  return undefined;
}

function fits(value: unknown, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function convertTo(value: unknown, type: string): unknown {
  switch (type) {
    case 'string':
      return toText(value);
    case 'number':
    case 'integer':
      return toNumber(value, type);
    case 'boolean':
      return toBoolean(value);
    case 'array':
      return toList(value);
    case 'object':
      return toObject(value);
    default:
      return undefined;
  }
}

function toText(value: unknown): string | undefined {
  // Digits of a long customer number that the model gave as a number are lost by now.
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER ? undefined : String(value);
  return typeof value === 'boolean' ? String(value) : undefined;
}

function toNumber(value: unknown, type: string): number | undefined {
  if (typeof value !== 'string' || !/^[+-]?\d+(?:\.\d+)?$/.test(value.trim())) return undefined;
  const number = Number(value);
  // Digits that a number cannot hold, such as those of a long customer number, would change.
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return undefined;
  return type === 'number' || Number.isInteger(number) ? number : undefined;
}

function toBoolean(value: unknown): boolean | undefined {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

function toList(value: unknown): unknown[] | undefined {
  const parsed = parse(value);
  if (Array.isArray(parsed)) return parsed as unknown[];
  return isObject(value) || value === null ? undefined : [value];
}

function toObject(value: unknown): object | undefined {
  const parsed = parse(value);
  return isObject(parsed) ? parsed : undefined;
}

function parse(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

const READERS: FormatReaders = {
  date: (text) => {
    const value = text.trim();
    if (readDate(value) !== undefined) return { value };
    // Models like to write a day as its midnight. Any other time is a claim that would be lost.
    const day = value.slice(0, 10);
    const written = readDateTime(value);
    const isMidnight = written !== undefined && written.wall === readDate(day);
    return isMidnight ? { value: day } : { expected: 'a date as YYYY-MM-DD' };
  },
  time: (text) => {
    const value = text.trim();
    const clock = readClock(value);
    if (clock === undefined) return { expected: 'a time as HH:MM, 24 hours' };
    // JSON Schema's own form has seconds, and models write it.
    const minutes = value.slice(0, 5);
    return { value: clock === readClock(minutes) ? minutes : value };
  },
};

/** Text of a format that is not known passes. */
export function readFormat(format: string, text: string, readers: FormatReaders): Read {
  const all = { ...READERS, ...readers };
  const reader = Object.hasOwn(all, format) ? all[format] : undefined;
  return reader === undefined ? { value: text } : reader(text);
}
