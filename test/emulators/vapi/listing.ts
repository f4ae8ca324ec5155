import { ApiError } from './apiError';
import { type Match, type Queries, latest, timeNames, timeProblems, timeTests } from './listQuery';
import type { Row, RowSource } from './rows';
import type { StoredObject } from './store';

/**
 * A bare array, newest first, filtered as the query says (Vapi's cursor style: `limit` up to 1000, default 100,
 * and `createdAtLt` and its like as ISO 8601 times).
 *
 * @param filters further query names and what they ask of an object
 * @throws {ApiError} 400 for an unknown name, a bad limit or a bad time
 */
export function cursorList(
  rows: RowSource,
  query: URLSearchParams,
  filters: Record<string, Match> = {},
): StoredObject[] {
  const queries = readQueries(query, filters, ['limit', ...timeNames]);
  const limit = readLimit(query, 100, 0, queries.problems);
  refuse(queries.problems);
  const found: StoredObject[] = [];
  for (const row of rows(latest(query))) {
    if (found.length >= limit) break;
    if (fits(row, queries)) found.push(row.read());
  }
  return found;
}

export interface PageOptions {
  /** Default 100. */
  defaultLimit?: number;
  /** Default 0. */
  minLimit?: number;
  /** Fields that `sortBy` may name; the first is the default. `createdAt`, `duration` and `cost` unless told. */
  sortBy?: string[];
}

const SORT_FIELDS = ['createdAt', 'duration', 'cost'];

/**
 * One page (Vapi's page/limit style: `page` from 1, `limit`, `sortOrder`, `sortBy`; times as in the cursor style).
 *
 * @param rows newest first, or in the order of the first of `sortBy`
 * @returns `{results, metadata}`
 * @throws {ApiError} 400 for an unknown name or a bad value
 */
export function pageList(
  rows: Iterable<Row>,
  query: URLSearchParams,
  filters: Record<string, Match> = {},
  { defaultLimit = 100, minLimit = 0, sortBy = SORT_FIELDS }: PageOptions = {},
): { results: StoredObject[]; metadata: Record<string, unknown> } {
  const names = ['limit', 'page', 'sortOrder', 'sortBy', ...timeNames];
  const queries = readQueries(query, filters, names);
  const { problems } = queries;
  const limit = readLimit(query, defaultLimit, minLimit, problems);
  const page = Number(query.get('page') ?? 1);
  if (!(Number.isInteger(page) && page >= 1)) problems.push('page must not be less than 1');
  const order = query.get('sortOrder') ?? 'DESC';
  if (order !== 'ASC' && order !== 'DESC')
    problems.push('sortOrder must be one of the following values: ASC, DESC');
  const field = query.get('sortBy') ?? sortBy[0] ?? 'createdAt';
  if (!sortBy.includes(field))
    problems.push(`sortBy must be one of the following values: ${sortBy.join(', ')}`);
  refuse(problems);

  const fitting: Row[] = [];
  for (const row of rows) if (fits(row, queries)) fitting.push(row);
  if (field !== sortBy[0]) fitting.sort((a, b) => compare(b.read()[field], a.read()[field]));
  if (order === 'ASC') fitting.reverse();
  const totalPages = limit === 0 ? 0 : Math.ceil(fitting.length / limit);
  return {
    results: fitting.slice((page - 1) * limit, page * limit).map((row) => row.read()),
    metadata: {
      itemsPerPage: limit,
      totalItems: fitting.length,
      currentPage: page,
      totalPages,
      hasNextPage: page < totalPages,
    },
  };
}

/** A bare array of everything that fits; only the filters may be asked for. */
export function bareList(
  rows: Iterable<Row>,
  query: URLSearchParams,
  filters: Record<string, Match> = {},
): StoredObject[] {
  const queries = readQueries(query, filters, []);
  refuse(queries.problems);
  return Array.from(rows)
    .filter((row) => fits(row, queries))
    .map((row) => row.read());
}

function readQueries(query: URLSearchParams, filters: Record<string, Match>, others: string[]): Queries {
  const tests = timeTests(query);
  const problems: string[] = [];
  for (const raw of new Set(query.keys())) {
    const name = raw.replace(/\[\d*\]$/, '');
    const match = filters[name];
    if (match) {
      const values = query.getAll(raw);
      tests.push((row) => match(row.read(), values));
    } else if (!others.includes(raw)) problems.push(`property ${raw} should not exist`);
  }
  return { tests, problems: [...problems, ...timeProblems(query)] };
}

function readLimit(query: URLSearchParams, standard: number, least: number, problems: string[]): number {
  const limit = Number(query.get('limit') ?? standard);
  if (!Number.isFinite(limit) || limit < least) problems.push(`limit must not be less than ${least}`);
  else if (limit > 1000) problems.push('limit must not be greater than 1000');
  return limit;
}

function fits(row: Row, { tests }: Queries): boolean {
  return tests.every((test) => test(row));
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''));
}

function refuse(problems: string[]): void {
  if (problems.length > 0) throw new ApiError(400, problems);
}
