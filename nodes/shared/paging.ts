import type { IDataObject } from 'n8n-workflow';
import { fail } from './fail';
import { asArray, asObject, asText } from './protocol/json';
import { answerWasTooLarge, vapiRequest, type VapiContext } from './transport';

/** The most that Vapi gives in one page. */
const PAGE_SIZE = 1000;

/** Pages without anything new, after which a list is taken to go round in circles. */
const MAX_REPEATS = 3;

/** A list of Vapi's REST API. */
export interface ListRequest {
  path: string;
  /** Filters; the paging's own parameters are added. */
  qs: IDataObject;
  itemIndex?: number;
  /** Rows to ask for at once: fewer where rows are large. */
  pageSize?: number;
  /** An answer that is no list is an error and not an empty list: something is made where a row is missing. */
  mustBeList?: true;
}

/** How a list is paged: by creation time (a bare array), by page number (`{results, metadata}`), or not at all. */
export type PagingStyle = 'cursor' | 'page' | 'none';

/**
 * Reads a list page by page and keeps no page once it is handed on.
 *
 * @param limit how many rows are wanted; Infinity for all
 */
export async function* readPages(
  context: VapiContext,
  style: PagingStyle,
  request: ListRequest,
  limit: number,
): AsyncGenerator<IDataObject[]> {
  const pages = {
    cursor: pagesByCreation,
    page: pagesByNumber,
    none: onePage,
  }[style](context, request, limit);
  let left = limit;
  for await (const rows of pages) {
    yield rows.slice(0, left);
    left -= rows.length;
    if (left <= 0) return;
  }
}

/** The whole list at once. For lists whose size is known to be small. */
export async function getAllByCreation(
  context: VapiContext,
  request: ListRequest,
  limit: number,
): Promise<IDataObject[]> {
  const all: IDataObject[] = [];
  for await (const rows of readPages(context, 'cursor', request, limit)) all.push(...rows);
  return all;
}

/**
 * Newest rows first by our own sorting, because the API promises no order. The next page asks for rows up to and
 * including the oldest time seen and drops those of that time which were read already, so rows that share a
 * millisecond are neither lost nor repeated.
 */
async function* pagesByCreation(
  context: VapiContext,
  request: ListRequest,
  limit: number,
): AsyncGenerator<IDataObject[]> {
  let pageSize = Math.min(request.pageSize ?? PAGE_SIZE, PAGE_SIZE);
  let left = limit;
  /** Rows of the edge that were read already. */
  let edge = new Set<string>();
  let createdAtLe: string | undefined;
  for (;;) {
    const size = Math.min(PAGE_SIZE, Math.min(pageSize, left) + edge.size);
    let page: IDataObject[];
    try {
      const answer = await ask(context, request, { limit: size, ...(createdAtLe ? { createdAtLe } : {}) });
      if (request.mustBeList === true && !isList(answer))
        throw fail(context.getNode(), 'ANSWER_WITHOUT_LIST', `GET ${request.path}`, request.itemIndex);
      page = rowsOf(answer);
    } catch (error) {
      pageSize = smallerPage(pageSize, error);
      continue;
    }
    const fresh = page.filter(({ id }) => !edge.has(String(id)));
    fresh.sort((a, b) => String(b.createdAt).localeCompare(String(a.createdAt)));
    yield fresh;
    left -= fresh.length;
    const oldest = asText(fresh.at(-1)?.createdAt);
    // A page without anything new cannot move the cursor: no asking for ever, and no list that only seems complete.
    if (page.length < size || left <= 0) return;
    if (oldest === undefined) {
      const stuck = createdAtLe !== undefined && page.every(({ createdAt }) => createdAt === createdAtLe);
      if (stuck) throw fail(context.getNode(), 'LIST_MOMENT_TOO_FULL', createdAtLe ?? '', request.itemIndex);
      return;
    }
    const atEdge = page.filter(({ createdAt }) => createdAt === oldest).map(({ id }) => String(id));
    edge = oldest === createdAtLe ? new Set([...edge, ...atEdge]) : new Set(atEdge);
    createdAtLe = oldest;
  }
}

/** Pages from 1. A row that moved to the next page, because a newer one came in meanwhile, is not repeated. */
async function* pagesByNumber(
  context: VapiContext,
  request: ListRequest,
  limit: number,
): AsyncGenerator<IDataObject[]> {
  let size = Math.min(request.pageSize ?? PAGE_SIZE, PAGE_SIZE, limit);
  let before = new Set<string>();
  let repeats = 0;
  for (let page = 1; ; page++) {
    let answer: unknown;
    try {
      answer = await ask(context, request, { page, limit: size });
    } catch (error) {
      const smaller = smallerPage(size, error);
      page = Math.floor(((page - 1) * size) / smaller);
      size = smaller;
      continue;
    }
    const rows = rowsOf(answer);
    const fresh = rows.filter(({ id }) => id === undefined || !before.has(String(id)));
    yield fresh;
    before = new Set(rows.map(({ id }) => String(id)));
    const { hasNextPage } = asObject(asObject(answer).metadata);
    const more = typeof hasNextPage === 'boolean' ? hasNextPage : rows.length >= size;
    repeats = fresh.length === 0 ? repeats + 1 : 0;
    if (!more || rows.length === 0 || repeats > MAX_REPEATS) return;
  }
}

/**
 * Rows can be large: a call brings its transcript along. Each size divides the one before, so that a page number can
 * be carried over.
 *
 * @throws what the request threw, when it was something else or one row alone is too large
 */
function smallerPage(size: number, error: unknown): number {
  const smaller = [100, 10, 1].find((candidate) => candidate < size);
  if (smaller === undefined || !answerWasTooLarge(error)) throw error;
  return smaller;
}

async function* onePage(context: VapiContext, request: ListRequest): AsyncGenerator<IDataObject[]> {
  yield rowsOf(await ask(context, request, {}));
}

async function ask(
  context: VapiContext,
  { path, qs, itemIndex }: ListRequest,
  own: IDataObject,
): Promise<unknown> {
  return await vapiRequest.call(context, { method: 'GET', path, qs: { ...qs, ...own }, itemIndex });
}

function isList(answer: unknown): boolean {
  return Array.isArray(answer) || Array.isArray(asObject(answer).results);
}

/** Lists come as a bare array or below `results`; some change from one style to the other (vapi-api.md, a). */
export function rowsOf(answer: unknown): IDataObject[] {
  const rows = Array.isArray(answer) ? answer : asArray(asObject(answer).results);
  return rows.map((row) => asObject(row) as IDataObject);
}
