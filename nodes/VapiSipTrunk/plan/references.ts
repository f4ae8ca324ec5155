import { isObject } from '../../shared/protocol/json';

const REFERENCE = /\{([a-zA-Z][\w.:+-]*)\}/g;

/** Puts the IDs of steps in the places of `{step}`, at any depth; a step that has yielded none stays as it is. */
export function fillIn<T>(value: T, ids: ReadonlyMap<string, string>): T {
  if (typeof value === 'string')
    return value.replace(REFERENCE, (all, step: string) => ids.get(step) ?? all) as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => fillIn(entry, ids)) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fillIn(entry, ids)])) as T;
}

/** Steps that a value waits for. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(REFERENCE)].map(([, step]) => step ?? '');
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return isObject(value) ? Object.values(value).flatMap(referencesIn) : [];
}
