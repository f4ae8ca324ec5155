import { asText, type JsonObject } from '../protocol/json';
import type { ListSearch } from '../listSearch';
import { bridgePage, type BridgeList } from './paging';

const PAGE_SIZE = 100;

/** A picker over a list of the bridge. Its lists have no search, so a filter looks through the page at hand. */
function searchIn(list: BridgeList, wordsOf: (row: JsonObject) => unknown[]): ListSearch {
  return async function (filter, paginationToken) {
    const { rows, next } = await bridgePage(this, list, PAGE_SIZE, paginationToken);
    const wanted = filter?.toLowerCase() ?? '';
    const results = rows
      .filter(({ id }) => asText(id) !== undefined)
      .map((row) => ({ name: nameOf(row, wordsOf(row)), value: String(row.id) }))
      .filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
    return { results, paginationToken: next };
  };
}

function nameOf(row: JsonObject, words: unknown[]): string {
  return words.map(asText).filter(Boolean).join(' · ') || String(row.id);
}

export const searchSessions = searchIn({ path: '/v1/sessions', key: 'sessions' }, (row) => [
  ...[row.createdAt, row.carrier, row.state, row.carrierCallId],
]);

export const searchRecordings = searchIn({ path: '/v1/recordings', key: 'recordings' }, (row) => [
  ...[row.startedAt ?? row.createdAt, row.state, row.sessionId],
]);
