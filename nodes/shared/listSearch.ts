import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { rowsOf, type PagingStyle } from './paging';
import { asObject, asText } from './protocol/json';
import { vapiRequest } from './transport';

/** A search method of a picker. */
export type ListSearch = (
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** The most that Vapi gives in one page, so that a filter finds what is old, too. */
const PAGE_SIZE = 1000;

/** A call brings its transcript along: fewer at a time. */
const CALLS_PAGE_SIZE = 100;

/** Where the next page of a picker begins: rows of the oldest millisecond may lie on both sides of the edge. */
interface Edge {
  createdAt: string;
  /** Rows of that millisecond that were shown already. */
  shown: string[];
}

interface List {
  path: string;
  pageSize?: number;
  /** Query parameters besides the paging's own. */
  qs?: IDataObject;
  /** How the API pages this list; see paging.ts. */
  style?: PagingStyle;
  nameOf?: (row: IDataObject) => string;
}

/**
 * A picker over a list. Vapi's lists have no search, so a filter looks through the page at hand; the pagination token
 * lets the editor load further rows.
 */
function searchIn(list: List): ListSearch {
  const read =
    list.style === 'page' ? searchByNumber : list.style === 'none' ? searchAtOnce : searchByCreation;
  return async function (filter, paginationToken) {
    const { rows, next } = await read(this, list, paginationToken);
    const wanted = filter?.toLowerCase() ?? '';
    const results = rows
      .map((row) => ({ name: (list.nameOf ?? nameOrId)(row), value: String(row.id) }))
      .filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
    return { results, paginationToken: next };
  };
}

/** One page of a list. */
interface Page {
  rows: IDataObject[];
  /** Token of the next page. */
  next?: string;
}

async function searchByCreation(
  context: ILoadOptionsFunctions,
  { path, qs: filters, pageSize = PAGE_SIZE }: List,
  paginationToken?: string,
): Promise<Page> {
  const edge = paginationToken === undefined ? undefined : (JSON.parse(paginationToken) as Edge);
  const qs: IDataObject = { ...filters, limit: pageSize, ...(edge ? { createdAtLe: edge.createdAt } : {}) };
  const page = rowsOf(await vapiRequest.call(context, { method: 'GET', path, qs }));
  const rows = page.filter(({ id }) => !edge?.shown.includes(String(id)));
  return { rows, next: page.length === pageSize ? nextEdge(page, rows) : undefined };
}

/** Undefined when the page brought nothing new, so that the editor does not ask for ever. */
function nextEdge(page: IDataObject[], fresh: IDataObject[]): string | undefined {
  const createdAt = page.map((row) => String(row.createdAt)).sort()[0];
  if (createdAt === undefined || fresh.length === 0) return undefined;
  const shown = page.filter((row) => row.createdAt === createdAt).map((row) => String(row.id));
  return JSON.stringify({ createdAt, shown } satisfies Edge);
}

async function searchByNumber(
  context: ILoadOptionsFunctions,
  { path, qs: filters, pageSize = PAGE_SIZE }: List,
  paginationToken = '1',
): Promise<Page> {
  const qs: IDataObject = { ...filters, limit: pageSize, page: Number(paginationToken) };
  const answer = await vapiRequest.call(context, { method: 'GET', path, qs });
  const rows = rowsOf(answer);
  const { hasNextPage } = asObject(asObject(answer).metadata);
  const more = typeof hasNextPage === 'boolean' ? hasNextPage && rows.length > 0 : rows.length === pageSize;
  return { rows, next: more ? String(Number(paginationToken) + 1) : undefined };
}

async function searchAtOnce(context: ILoadOptionsFunctions, { path, qs }: List): Promise<Page> {
  return { rows: rowsOf(await vapiRequest.call(context, { method: 'GET', path, qs })) };
}

function nameOrId(row: IDataObject): string {
  return asText(row.name) ?? String(row.id);
}

/** What is there of some texts, or else the ID. */
function words(row: IDataObject, ...texts: unknown[]): string {
  return texts.map(asText).filter(Boolean).join(' · ') || String(row.id);
}

export const searchAssistants = searchIn({ path: '/assistant' });

export const searchSquads = searchIn({ path: '/squad' });

export const searchPhoneNumbers = searchIn({
  path: '/phone-number',
  nameOf: (row) => words(row, row.name, asText(row.number) ?? row.sipUri),
});

export const searchTools = searchIn({
  path: '/tool',
  nameOf: (row) => words(row, asText(asObject(row.function).name) ?? row.name, row.type),
});

export const searchCalls = searchIn({
  path: '/call',
  pageSize: CALLS_PAGE_SIZE,
  nameOf: (row) => words(row, row.createdAt, asObject(row.customer).number, row.status),
});

export const searchFiles = searchIn({ path: '/file', style: 'none' });

export const searchKnowledgeBases = searchIn({
  path: '/v2/knowledge-base',
  style: 'none',
  // No second page, and only so many without it.
  qs: { limit: PAGE_SIZE },
});

export const searchCampaigns = searchIn({
  path: '/v2/campaign',
  style: 'page',
  nameOf: (row) => words(row, row.name, row.status),
});

export const searchChats = searchIn({
  path: '/chat',
  style: 'page',
  pageSize: CALLS_PAGE_SIZE,
  nameOf: (row) => words(row, row.name, row.createdAt),
});

export const searchSessions = searchIn({
  path: '/session',
  style: 'page',
  pageSize: CALLS_PAGE_SIZE,
  nameOf: (row) => words(row, row.name, row.createdAt, row.status),
});

export const searchStructuredOutputs = searchIn({ path: '/structured-output', style: 'page' });

/** Credentials in Vapi, such as SIP trunks and storage; the list is not in the OpenAPI (vapi-api.md, f). */
export const searchVapiCredentials = searchIn({
  path: '/credential',
  nameOf: (row) => words(row, row.name, row.provider),
});
