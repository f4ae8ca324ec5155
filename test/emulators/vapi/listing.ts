import { ApiError } from './apiError';
import type { StoredObject } from './store';

const OPERATORS = ['Gt', 'Lt', 'Ge', 'Le'] as const;
const DATES = ['createdAt', 'updatedAt'] as const;
const CURSORS = DATES.flatMap((field) => OPERATORS.map((operator) => `${field}${operator}`));

/**
 * A bare array, newest first, filtered as the query says (Vapi's cursor style: `limit` up to 1000, default 100,
 * and `createdAtLt` and its like as ISO 8601 times).
 *
 * @param filters further query names that are compared with the field of the same name
 * @throws {ApiError} 400 for an unknown name, a bad limit or a bad time
 */
export function list(
  objects: StoredObject[],
  query: Record<string, string>,
  filters: string[] = [],
): StoredObject[] {
  const problems: string[] = [];
  for (const name of Object.keys(query))
    if (name !== 'limit' && !CURSORS.includes(name) && !filters.includes(name))
      problems.push(`property ${name} should not exist`);
  const limit = Number(query.limit ?? 100);
  if (!Number.isFinite(limit) || limit < 0) problems.push('limit must not be less than 0');
  else if (limit > 1000) problems.push('limit must not be greater than 1000');
  for (const name of CURSORS)
    if (query[name] !== undefined && Number.isNaN(Date.parse(query[name])))
      problems.push(`${name} must be a valid ISO 8601 date string`);
  if (problems.length > 0) throw new ApiError(400, problems);

  return objects
    .filter((object) => filters.every((name) => query[name] === undefined || object[name] === query[name]))
    .filter((object) => matchesTimes(object, query))
    .sort((a, b) => time(b, 'createdAt') - time(a, 'createdAt'))
    .slice(0, limit);
}

function time(object: StoredObject, field: string): number {
  return Date.parse(String(object[field]));
}

function matchesTimes(object: StoredObject, query: Record<string, string>): boolean {
  return DATES.every((field) =>
    OPERATORS.every((operator) => {
      const wanted = query[`${field}${operator}`];
      if (wanted === undefined) return true;
      const difference = time(object, field) - Date.parse(wanted);
      if (operator === 'Gt') return difference > 0;
      if (operator === 'Lt') return difference < 0;
      return operator === 'Ge' ? difference >= 0 : difference <= 0;
    }),
  );
}
