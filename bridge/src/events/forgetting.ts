import type { OutboxDatabase } from './outboxDatabase';

const DAY_MS = 86_400_000;
/** How much is kept for replaying what needs no delivery any more. */
const KEPT_EVENTS = 10_000;
const KEPT_MS = DAY_MS;
const DEAD_MS = 30 * DAY_MS;
/** Rows deleted at a time: each is in several indexes, and nothing is sent while they are deleted. */
const BATCH = 25;
/** To the log, a batch that is deleted is as much as so many writes more: its rows are all over the indexes. */
const WRITES_PER_BATCH = 2;

const EVENTS = 'DELETE FROM events WHERE position IN (SELECT position FROM events WHERE';
const SESSIONS = 'DELETE FROM sessions WHERE session IN (SELECT session FROM sessions WHERE';

/**
 * Deletes a few rows of what is too old or too much to be kept, as one write. What waits stays.
 * @param now ms since 1970
 * @param end the place behind the newest event
 * @returns whether there may be more of it
 */
export function forgetSome(database: OutboxDatabase, now: number, end: number): boolean {
  let left = BATCH;
  database.transaction(() => {
    const remove = (sql: string, value: number): void => {
      if (left > 0) left -= database.run(`${sql} LIMIT ?)`, value, left);
    };
    remove(`${EVENTS} state = 'kept' AND at < ?`, now - KEPT_MS);
    remove(`${EVENTS} state = 'kept' AND position <= ?`, end - KEPT_EVENTS);
    remove(`${EVENTS} state = 'dead' AND at < ?`, now - DEAD_MS);
    remove(`${SESSIONS} touched < ? AND ended = 1`, now - DEAD_MS);
  });
  const isMore = left === 0;
  if (isMore) database.noteWrite(WRITES_PER_BATCH);
  return isMore;
}
