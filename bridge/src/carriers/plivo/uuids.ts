/**
 * Plivo's ids of calls are UUIDs. A signature covers names and values of a form as one joined text, so the borders
 * between fields can be moved without breaking it; only a value that is an id and nothing more may be used as one.
 */
export function isCallUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
