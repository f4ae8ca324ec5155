/** A JSON object whose fields are not known yet. */
export type JsonObject = { [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at `key`, or undefined where there is none. */
export function objectAt(source: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = source?.[key];
  return isObject(value) ? value : undefined;
}

/** The objects in the array at `key`; an empty list where there is no array. */
export function objectsAt(source: JsonObject | undefined, key: string): JsonObject[] {
  const value = source?.[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The strings in the array at `key`, or undefined where there is no array. */
export function stringsAt(source: JsonObject | undefined, key: string): string[] | undefined {
  const value = source?.[key];
  return Array.isArray(value)
    ? value.filter((entry): entry is string => typeof entry === 'string')
    : undefined;
}

export function stringAt(source: JsonObject | undefined, key: string): string | undefined {
  const value = source?.[key];
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(source: JsonObject | undefined, key: string): number | undefined {
  const value = source?.[key];
  return typeof value === 'number' ? value : undefined;
}
