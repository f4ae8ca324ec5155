import { refuse } from './refusal';

type Row = Record<string, unknown>;

interface Page {
  rows: Row[];
  page: number;
  pageSize: number;
  start: number;
  /** Query of the next page; undefined on the last one. */
  next: string | undefined;
}

/** Most entries that Twilio puts on a page; it puts 50 unless told. */
const MAX_PAGE_SIZE = 1000;

/**
 * The page that a query asks for. The next one is found by `PageToken`, which names the last entry seen; a bare `Page`
 * leads nowhere. Source: Twilio docs, "Twilio's response", paging.
 *
 * @param identify property of a row that is its own, so that a page goes on after it
 * @throws Refusal 400 for a page that is none
 */
function pageOf(all: readonly Row[], url: URL, identify: string): Page {
  const pageSize = Number(url.searchParams.get('PageSize') ?? 50);
  if (!(Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= MAX_PAGE_SIZE))
    refuse(`PageSize "${url.searchParams.get('PageSize')}" is not a whole number from 1 to ${MAX_PAGE_SIZE}`);
  const page = Number(url.searchParams.get('Page') ?? 0);
  const token = url.searchParams.get('PageToken');
  if (page > 0 && token === null) refuse(`Page ${page} was asked for without PageToken`);
  const before = token === null ? -1 : all.findIndex((row) => `PA${String(row[identify])}` === token);
  if (token !== null && before < 0) refuse(`PageToken "${token}" is not valid`);
  const start = before + 1;
  const rows = all.slice(start, start + pageSize);
  const last = rows.at(-1);
  const query = new URLSearchParams(url.search);
  for (const [name, value] of [
    ['PageSize', pageSize],
    ['Page', page + 1],
    ['PageToken', `PA${String(last?.[identify])}`],
  ] as const)
    query.set(name, String(value));
  const next = start + pageSize < all.length ? `${url.pathname}?${query.toString()}` : undefined;
  return { rows, page, pageSize, start, next };
}

/** A list as api.twilio.com answers it: addresses of pages are relative. */
export function apiList(key: string, all: readonly Row[], url: URL, identify = 'sid'): Row {
  const { rows, page, pageSize, start, next } = pageOf(all, url, identify);
  return {
    [key]: rows,
    ...{ page, page_size: pageSize, start, end: Math.max(start, start + rows.length - 1) },
    uri: url.pathname + url.search,
    first_page_uri: `${url.pathname}?PageSize=${pageSize}&Page=0`,
    next_page_uri: next ?? null,
    previous_page_uri: null,
  };
}

/**
 * A list as trunking.twilio.com answers it: addresses of pages are absolute.
 *
 * @param url with the host that was asked
 */
export function trunkingList(key: string, all: readonly Row[], url: URL): Row {
  const { rows, page, pageSize, next } = pageOf(all, url, 'sid');
  return {
    [key]: rows,
    meta: {
      ...{ key, page, page_size: pageSize, url: url.href },
      first_page_url: `${url.origin}${url.pathname}?PageSize=${pageSize}&Page=0`,
      next_page_url: next === undefined ? null : url.origin + next,
      previous_page_url: null,
    },
  };
}
