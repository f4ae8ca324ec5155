import type { IDataObject } from 'n8n-workflow';
import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { bridgeRequest, type BridgeContext } from './transport';

/** The most rows that are asked for at once. */
const PAGE_SIZE = 100;

/** A list of the bridge: `{<key>: […], nextCursor}`. */
export interface BridgeList {
  path: string;
  /** Name of the rows in the answer. */
  key: string;
  /** Filters; the paging's own parameters are added. */
  qs?: IDataObject;
  itemIndex?: number;
}

/** One page, and where the next one begins if there is one. */
export async function bridgePage(
  context: BridgeContext,
  { path, key, qs, itemIndex }: BridgeList,
  limit: number,
  cursor?: string,
): Promise<{ rows: JsonObject[]; next?: string }> {
  const own = { limit, ...(cursor === undefined ? {} : { cursor }) };
  const answer = await bridgeRequest(context, { method: 'GET', path, qs: { ...qs, ...own }, itemIndex });
  return { rows: asArray(answer[key]).map(asObject), next: asText(answer.nextCursor) };
}

/**
 * Reads a list page by page.
 *
 * @param limit how many rows are wanted; Infinity for all
 */
export async function bridgeRows(
  context: BridgeContext,
  list: BridgeList,
  limit: number,
): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const { rows, next } = await bridgePage(context, list, Math.min(PAGE_SIZE, limit - all.length), cursor);
    all.push(...rows);
    if (cursor !== undefined) seen.add(cursor);
    // One that has come before would lead round in circles.
    cursor = next !== undefined && !seen.has(next) && rows.length > 0 ? next : undefined;
  } while (cursor !== undefined && all.length < limit);
  return all.slice(0, limit);
}
