import type { JsonObject, Reply } from './types';

/** How Telnyx compares a filter with a row. */
const FILTERS: Readonly<Record<string, (row: JsonObject, wanted: string) => boolean>> = {
  'filter[connection_id]': (row, wanted) => row.connection_id === wanted,
  // Anything but digits finds nothing; digits find every number that has them.
  'filter[phone_number]': (row, wanted) =>
    /^\d{3,}$/.test(wanted) && String(row.phone_number).includes(wanted),
  'filter[connection_name][contains]': (row, wanted) =>
    String(row.connection_name).toLowerCase().includes(wanted.toLowerCase()),
};

/** One page of a list, the newest first. Source: Telnyx API reference, pagination: pages of 20 unless told otherwise. */
export function listed(rows: readonly JsonObject[], query: URLSearchParams): Reply {
  const found = [...rows]
    .reverse()
    .filter((row) => [...query].every(([name, wanted]) => FILTERS[name]?.(row, wanted) ?? true));
  const size = Math.min(250, Number(query.get('page[size]') ?? 20));
  const page = Number(query.get('page[number]') ?? 1);
  return {
    status: 200,
    body: {
      data: found.slice((page - 1) * size, page * size),
      meta: {
        ...{ page_number: page, page_size: size, total_results: found.length },
        total_pages: Math.max(1, Math.ceil(found.length / size)),
      },
    },
  };
}
