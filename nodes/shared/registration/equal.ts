import { isObject } from '../protocol/json';

/** Whether two JSON values are the same. The order of keys means nothing; a key without a value is none. */
export function isEqual(a: unknown, b: unknown): boolean {
  return includes(a, b) && includes(b, a);
}

/**
 * Whether a value holds everything that was written, and maybe more: Vapi adds defaults to what it stores. Lists
 * must be as long as they were.
 */
export function includes(actual: unknown, written: unknown): boolean {
  if (Array.isArray(written)) {
    return (
      Array.isArray(actual) &&
      actual.length === written.length &&
      written.every((entry, index) => includes(actual[index], entry))
    );
  }
  if (!isObject(written)) return actual === written;
  return (
    isObject(actual) &&
    Object.entries(written).every(([key, entry]) => entry === undefined || includes(actual[key], entry))
  );
}
