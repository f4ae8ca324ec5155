import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { asArray, asObject, asText } from './protocol/json';
import { vapiRequest } from './transport';

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
  nameOf: (row: IDataObject) => string;
}

/**
 * One page of a picker. Vapi's lists have no search, so a filter looks through the page at hand; the pagination
 * token lets the editor load older rows.
 */
async function searchList(
  context: ILoadOptionsFunctions,
  { path, pageSize = PAGE_SIZE, nameOf }: List,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const edge = paginationToken === undefined ? undefined : (JSON.parse(paginationToken) as Edge);
  const qs: IDataObject = { limit: pageSize, ...(edge ? { createdAtLe: edge.createdAt } : {}) };
  const page = asArray(await vapiRequest.call(context, { method: 'GET', path, qs })).map(
    (row) => asObject(row) as IDataObject,
  );
  const rows = page.filter(({ id }) => !edge?.shown.includes(String(id)));
  const wanted = filter?.toLowerCase() ?? '';
  const results = rows
    .map((row) => ({ name: nameOf(row), value: String(row.id) }))
    .filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
  return { results, paginationToken: page.length === pageSize ? nextEdge(page, rows) : undefined };
}

/** Undefined when the page brought nothing new, so that the editor does not ask for ever. */
function nextEdge(page: IDataObject[], fresh: IDataObject[]): string | undefined {
  const createdAt = page.map((row) => String(row.createdAt)).sort()[0];
  if (createdAt === undefined || fresh.length === 0) return undefined;
  const shown = page.filter((row) => row.createdAt === createdAt).map((row) => String(row.id));
  return JSON.stringify({ createdAt, shown } satisfies Edge);
}

export async function searchAssistants(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  return await searchList(this, { path: '/assistant', nameOf: nameOrId }, filter, paginationToken);
}

export async function searchPhoneNumbers(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const nameOf = (row: IDataObject): string => {
    const number = asText(row.number) ?? asText(row.sipUri);
    return [asText(row.name), number].filter(Boolean).join(' · ') || String(row.id);
  };
  return await searchList(this, { path: '/phone-number', nameOf }, filter, paginationToken);
}

export async function searchCalls(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const nameOf = (row: IDataObject): string =>
    [asText(row.createdAt), asText(asObject(row.customer).number), asText(row.status)]
      .filter(Boolean)
      .join(' · ') || String(row.id);
  return await searchList(
    this,
    { path: '/call', pageSize: CALLS_PAGE_SIZE, nameOf },
    filter,
    paginationToken,
  );
}

function nameOrId(row: IDataObject): string {
  return asText(row.name) ?? String(row.id);
}
