import type { SessionIdentity } from '../relay/observer';
import { toEnvelope } from './envelope';
import { forgetSome } from './forgetting';
import { OutboxDatabase } from './outboxDatabase';
import type { DeadLetter, Entry, StoredEvent, UnendedSession, WaitingEvent } from './storedEvents';

/** Events given up at a time, so that it takes well below a frame of audio. */
const EXPIRED_AT_ONCE = 50;

/**
 * All events on disk: what waits for its delivery, what was given up, and what is kept to be read again. Nothing but a
 * counter is held in memory. Times are given by the caller, in ms since 1970.
 */
export class Outbox {
  readonly #database: OutboxDatabase;
  #waiting = 0;

  /** @param delivers whether events are to wait for a delivery */
  constructor(
    file: string,
    private readonly delivers: boolean,
  ) {
    this.#database = new OutboxDatabase(file);
  }

  /**
   * To be called before all else. The file, and its folder, are made for this user alone.
   * @throws BridgeError EVENTS_STORE_FAILED
   */
  open(): void {
    const waiting = "SELECT count(*) AS count FROM events WHERE state = 'waiting'";
    this.#database.open(() => (this.#waiting = this.#database.count(waiting)));
  }

  /** As `OutboxDatabase.delegateCheckpoints` says. */
  delegateCheckpoints(onCheckpoint: (() => void) | undefined): void {
    this.#database.delegateCheckpoints(onCheckpoint);
  }

  /** As `OutboxDatabase.finishCheckpoint` says. */
  finishCheckpoint(): void {
    this.#database.finishCheckpoint();
  }

  /** Events that wait for their delivery. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The place behind the newest event of all. */
  get end(): number {
    return this.#database.count(
      "SELECT coalesce(max(seq), 0) AS count FROM sqlite_sequence WHERE name = 'events'",
    );
  }

  /** Counts and stores events, all or none. @throws what SQLite throws, such as for a full disk */
  append(entries: readonly Entry[], now: number): void {
    let added = 0;
    this.#database.transaction(() => {
      for (const entry of entries) {
        const sequence = this.#track(entry, now);
        if (!entry.wanted) continue;
        const session = entry.identity.sessionId;
        const state = this.delivers ? 'waiting' : 'kept';
        const sql = 'INSERT INTO events (id, session, state, at, body) VALUES (?, ?, ?, ?, ?)';
        this.#database.run(sql, entry.id, session, state, now, JSON.stringify(toEnvelope(entry, sequence)));
        if (!this.delivers) continue;
        this.#database.run(
          'INSERT INTO queue (session, due) VALUES (?, ?) ON CONFLICT DO NOTHING',
          session,
          now,
        );
        added += 1;
      }
    });
    this.#waiting += added;
  }

  /** Sessions of which nobody was told that they have ended: those that the process before has left behind. */
  unended(): UnendedSession[] {
    const rows = this.#database.rows('SELECT * FROM sessions WHERE ended = 0 ORDER BY started');
    return rows.map(({ identity, started, touched }) => ({
      identity: JSON.parse(identity as string) as SessionIdentity,
      started: started as number,
      touched: touched as number,
    }));
  }

  /** The sessions whose first waiting event is due, those that are due longest first. */
  due(now: number, limit: number): string[] {
    const sql = 'SELECT session FROM queue WHERE due <= ? ORDER BY due LIMIT ?';
    return this.#database.rows(sql, now, limit).map((row) => row.session as string);
  }

  /** When the next session after `now` is due. */
  nextDue(now: number): number | undefined {
    const row = this.#database.row('SELECT min(due) AS due FROM queue WHERE due > ?', now);
    return (row?.due as number | null | undefined) ?? undefined;
  }

  /** The first waiting event of a session. */
  head(session: string): WaitingEvent | undefined {
    const sql =
      "SELECT position, id, events.session AS session, at, body, failures FROM events JOIN queue USING (session) WHERE events.session = ? AND state = 'waiting' ORDER BY position LIMIT 1";
    return this.#database.row(sql, session) as unknown as WaitingEvent | undefined;
  }

  /** The event was delivered: the next one of its session is due. */
  delivered({ position, session }: WaitingEvent, now: number): void {
    this.#settle(session, now, () =>
      this.#database.run(
        "UPDATE events SET state = 'kept' WHERE position = ? AND state = 'waiting'",
        position,
      ),
    );
  }

  /** The delivery has failed and is given up: the next event of the session is due. */
  bury({ position, session }: WaitingEvent, reason: string, now: number): void {
    const sql =
      "UPDATE events SET state = 'dead', attempts = attempts + 1, reason = ? WHERE position = ? AND state = 'waiting'";
    this.#settle(session, now, () => this.#database.run(sql, reason, position));
  }

  /** The delivery has failed and is tried again at `due`. */
  postpone({ position, session }: WaitingEvent, reason: string, due: number): void {
    this.#database.transaction(() => {
      this.#database.run(
        'UPDATE events SET attempts = attempts + 1, reason = ? WHERE position = ?',
        reason,
        position,
      );
      this.#database.run('UPDATE queue SET due = ?, failures = failures + 1 WHERE session = ?', due, session);
    });
  }

  /** Gives up some of those that were stored before `cutoff`. @returns how many */
  expire(cutoff: number): number {
    let expired = 0;
    this.#database.transaction(() => {
      const sessions = this.#database.rows(
        "UPDATE events SET state = 'dead' WHERE position IN (SELECT position FROM events WHERE state = 'waiting' AND at < ? ORDER BY at LIMIT ?) RETURNING session",
        cutoff,
        EXPIRED_AT_ONCE,
      );
      expired = sessions.length;
      for (const session of new Set(sessions.map((row) => row.session as string))) this.#leaveQueue(session);
    });
    this.#waiting -= expired;
    return expired;
  }

  /** Everything that waits is due. */
  wakeAll(now: number): void {
    this.#database.run('UPDATE queue SET due = ? WHERE due > ?', now, now);
  }

  /** Events behind `position`, oldest first; of one session, if given. */
  after(position: number, limit: number, session: string | undefined): StoredEvent[] {
    const columns = 'SELECT position, body FROM events WHERE position > ?';
    const rows =
      session === undefined
        ? this.#database.rows(`${columns} ORDER BY position LIMIT ?`, position, limit)
        : this.#database.rows(
            `${columns} AND session = ? ORDER BY position LIMIT ?`,
            position,
            session,
            limit,
          );
    return rows as unknown as StoredEvent[];
  }

  /** Where an event stands; `undefined`: it isn't stored, or not any more. */
  positionOf(id: string): number | undefined {
    return this.#database.row('SELECT position FROM events WHERE id = ?', id)?.position as number | undefined;
  }

  /** Dead letters behind `position`, oldest first. */
  deadLetters(position: number, limit: number): DeadLetter[] {
    const sql =
      "SELECT position, id, at, attempts, reason, body FROM events WHERE state = 'dead' AND position > ? ORDER BY position LIMIT ?";
    return this.#database.rows(sql, position, limit) as unknown as DeadLetter[];
  }

  /** Has a dead letter delivered after all, before what its session has waiting. @returns whether there is one */
  resend(id: string, now: number): boolean {
    let found = false;
    this.#database.transaction(() => {
      const row = this.#database.row(
        "UPDATE events SET state = 'waiting', at = ? WHERE id = ? AND state = 'dead' RETURNING session",
        now,
        id,
      );
      if (!row) return;
      found = true;
      const sql =
        'INSERT INTO queue (session, due) VALUES (?, ?) ON CONFLICT DO UPDATE SET due = excluded.due, failures = 0';
      this.#database.run(sql, row.session as string, now);
    });
    if (found) this.#waiting += 1;
    return found;
  }

  /** @returns whether there was such a dead letter */
  deleteDead(id: string): boolean {
    return this.#database.run("DELETE FROM events WHERE id = ? AND state = 'dead'", id) > 0;
  }

  /**
   * Forgets a small part of what is too old or too much to be kept. What waits stays.
   * @returns whether there may be more of it
   */
  prune(now: number): boolean {
    return forgetSome(this.#database, now, this.end);
  }

  close(): void {
    this.#database.close();
  }

  /** @returns the number of the event in its session, or of the one before, if nobody wants it */
  #track({ identity, type, wanted }: Entry, now: number): number {
    const { sessionId, carrier, carrierCallId, assistantCallId } = identity;
    const count = wanted ? 1 : 0;
    // A session that begins with anything else is one that was forgotten, long after its end.
    const ended = type === 'session.started' ? 0 : 1;
    const sql = `INSERT INTO sessions (session, identity, sequence, started, touched, ended) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET identity = excluded.identity, sequence = sequence + excluded.sequence, touched = excluded.touched
      RETURNING sequence`;
    const text = JSON.stringify({ sessionId, carrier, carrierCallId, assistantCallId });
    const row = this.#database.row(sql, sessionId, text, count, now, now, ended);
    if (type === 'session.ended')
      this.#database.run('UPDATE sessions SET ended = 1 WHERE session = ?', sessionId);
    return row?.sequence as number;
  }

  /** Changes the first event of a session, and has the next one take its place. */
  #settle(session: string, now: number, change: () => number): void {
    let changed = 0;
    this.#database.transaction(() => {
      changed = change();
      this.#database.run('UPDATE queue SET due = ?, failures = 0 WHERE session = ?', now, session);
      this.#leaveQueue(session);
    });
    this.#waiting -= changed;
  }

  #leaveQueue(session: string): void {
    const sql =
      "DELETE FROM queue WHERE session = ? AND NOT EXISTS (SELECT 1 FROM events WHERE events.session = queue.session AND state = 'waiting')";
    this.#database.run(sql, session);
  }
}
