import type { IDataObject } from 'n8n-workflow';
import { asArray, asObject, asText } from './protocol/json';
import { vapiRequest, type VapiContext } from './transport';

/** The most that Vapi gives in one page. */
const PAGE_SIZE = 1000;

/**
 * Reads a list that Vapi pages by creation time: a bare array, newest rows first by our own sorting, because the
 * API promises no order. The next page asks for rows up to and including the oldest time seen and drops the ones
 * already read, so rows that share a millisecond are neither lost nor repeated.
 *
 * @param limit how many rows are wanted; Infinity for all
 */
export async function getAllByCreation(
  context: VapiContext,
  request: { path: string; qs: IDataObject; itemIndex?: number },
  limit: number,
): Promise<IDataObject[]> {
  const rows: IDataObject[] = [];
  const seen = new Set<string>();
  let createdAtLe: string | undefined;
  for (;;) {
    const pageSize = Math.min(PAGE_SIZE, limit - rows.length + (createdAtLe === undefined ? 0 : seen.size));
    const answer = await vapiRequest.call(context, {
      method: 'GET',
      path: request.path,
      qs: { ...request.qs, limit: Math.min(PAGE_SIZE, pageSize), ...(createdAtLe ? { createdAtLe } : {}) },
      itemIndex: request.itemIndex,
    });
    const page = asArray(answer).map((row) => asObject(row) as IDataObject);
    const fresh = page.filter(({ id }) => !seen.has(String(id)));
    fresh.sort((a, b) => String(b.createdAt).localeCompare(String(a.createdAt)));
    for (const row of fresh) seen.add(String(row.id));
    rows.push(...fresh);
    const oldest = asText(fresh.at(-1)?.createdAt);
    const complete = page.length < Math.min(PAGE_SIZE, pageSize);
    // A page without anything new cannot move the cursor: stop rather than ask for ever.
    if (complete || rows.length >= limit || oldest === undefined) return rows.slice(0, limit);
    createdAtLe = oldest;
  }
}
