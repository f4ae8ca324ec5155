import type { Row } from './rows';
import type { StoredObject } from './store';

/** Whether an object is what a query name asks for, given all values of that name. */
export type Match = (object: StoredObject, values: string[]) => boolean;

/** What a query string asks for besides times and paging, and what is wrong with it. */
export interface Queries {
  tests: Array<(row: Row) => boolean>;
  problems: string[];
}

/** The field must be the value given. */
export const equals =
  (field: string): Match =>
  (object, values) =>
    values.includes(String(object[field]));

/** The field must be one of the values given, as several parameters or with commas between them. */
export const anyOf =
  (field: string): Match =>
  (object, values) =>
    values.flatMap((value) => value.split(',')).includes(String(object[field]));

/** Filters of the same names as the fields that they compare. */
export function equalTo(...fields: string[]): Record<string, Match> {
  return Object.fromEntries(fields.map((field) => [field, equals(field)]));
}

const OPERATORS = ['Gt', 'Lt', 'Ge', 'Le'] as const;
const DATES = ['createdAt', 'updatedAt'] as const;

/** `createdAtGt` and its like. */
export const timeNames: readonly string[] = DATES.flatMap((field) =>
  OPERATORS.map((operator) => `${field}${operator}`),
);

/** @returns Vapi's words for every time in the query that is none */
export function timeProblems(query: URLSearchParams): string[] {
  return timeNames
    .filter((name) => query.has(name) && Number.isNaN(Date.parse(query.get(name) ?? '')))
    .map((name) => `${name} must be a valid ISO 8601 date string`);
}

/** The newest creation time that the query lets through, in epoch ms. */
export function latest(query: URLSearchParams): number {
  const times = ['createdAtLt', 'createdAtLe'].map((name) => Date.parse(query.get(name) ?? ''));
  return Math.min(...times.filter((time) => !Number.isNaN(time)), Infinity);
}

/** One test for each time in the query; a list of many rows calls them often. */
export function timeTests(query: URLSearchParams): Array<(row: Row) => boolean> {
  return DATES.flatMap((field) =>
    OPERATORS.flatMap((operator) => {
      const wanted = Date.parse(query.get(`${field}${operator}`) ?? '');
      if (Number.isNaN(wanted)) return [];
      const holds = COMPARE[operator];
      // Most rows are asked for createdAt alone, which is known without building them.
      const time = (row: Row) => (field === 'createdAt' ? row.at : Date.parse(String(row.read()[field])));
      return [(row: Row) => holds(time(row) - wanted)];
    }),
  );
}

const COMPARE: Record<(typeof OPERATORS)[number], (difference: number) => boolean> = {
  Gt: (difference) => difference > 0,
  Lt: (difference) => difference < 0,
  Ge: (difference) => difference >= 0,
  Le: (difference) => difference <= 0,
};
