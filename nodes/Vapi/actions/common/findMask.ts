import { isObject, type JsonObject } from '../../../shared/protocol/json';

/**
 * What Vapi may show in place of a secret: stars or dots, with or without a few characters of it, or a word for it. A
 * text with spaces is one of the builder's own. No source says how Vapi masks; a guess that errs on the side of asking.
 */
const MASK = /^(?:[*•●]{3,}|[^\s*•●]*[*•●]{4,}[^\s*•●]*|[[<(]?(?:redacted|hidden|masked)[\])>]?)$/i;

/**
 * Where the stored part of a patch has a mask instead of its value, which must not be written back.
 *
 * @returns a dotted path, undefined where there is none
 */
export function findMask(patch: JsonObject, changes: JsonObject): string | undefined {
  const search = (value: unknown, given: unknown, path: string): string | undefined => {
    if (typeof value === 'string') return value !== given && MASK.test(value.trim()) ? path : undefined;
    // A list comes whole from one side.
    if (typeof value !== 'object' || value === null || (Array.isArray(value) && Array.isArray(given))) return;
    for (const [key, entry] of Object.entries(value)) {
      const found = search(
        entry,
        isObject(given) ? given[key] : undefined,
        path === '' ? key : `${path}.${key}`,
      );
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(patch, changes, '');
}
