import type { ErrorTable } from './table';

/** Events: their outbox, stream and dead letters. */
export const eventErrors = {
  EVENT_UNKNOWN: {
    status: 404,
    message: 'There is no dead letter with this id.',
    hint: 'List them with GET /v1/events/dead; one that was sent again, deleted, or is older than 30 days, has left.',
  },
  EVENTS_READERS_LIMIT: {
    status: 503,
    message: 'Too many read the stream of events.',
    hint: 'Close WebSockets of /v1/events that are not needed.',
  },
  EVENTS_STORE_FAILED: {
    status: 503,
    message: 'The outbox of the events, outbox.db in BRIDGE_DATA_DIR, cannot be used.',
    hint: 'Give each bridge a BRIDGE_DATA_DIR of its own that it may write to, on a disk with space left.',
  },
} as const satisfies ErrorTable;
