/**
 * The tables of the outbox.
 *
 * `events`: every event that is stored, in the order in which it happened. `state` is `waiting` (to be delivered),
 * `kept` (needs no delivery any more, can be replayed) or `dead` (given up). `at`: when it was stored, or sent again.
 * `queue`: the sessions with waiting events, and when the first of these is to be tried. `sessions`: the events of
 * each counted, and whether it has ended. Times are milliseconds since 1970.
 */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_waiting ON events (session, position) WHERE state = 'waiting';
  CREATE INDEX IF NOT EXISTS events_waiting_at ON events (at) WHERE state = 'waiting';
  CREATE INDEX IF NOT EXISTS events_session ON events (session, position);
  CREATE INDEX IF NOT EXISTS events_kept ON events (at) WHERE state = 'kept';
  CREATE INDEX IF NOT EXISTS events_kept_position ON events (position) WHERE state = 'kept';
  CREATE INDEX IF NOT EXISTS events_dead ON events (position) WHERE state = 'dead';
  CREATE INDEX IF NOT EXISTS events_dead_at ON events (at) WHERE state = 'dead';
  CREATE TABLE IF NOT EXISTS queue (
    session TEXT PRIMARY KEY,
    due INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS queue_due ON queue (due);
  CREATE TABLE IF NOT EXISTS sessions (
    session TEXT PRIMARY KEY,
    identity TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    started INTEGER NOT NULL,
    touched INTEGER NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sessions_touched ON sessions (touched);
`;

/** To be raised with every change above: a database of this version is not written to when it is opened. */
export const SCHEMA_VERSION = 2;
