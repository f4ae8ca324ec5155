import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BridgeError } from '../errors';
import type { SessionIdentity } from '../relay/observer';
import { toEnvelope, type Occurrence } from './envelope';
import { SCHEMA, SCHEMA_VERSION } from './schema';
import { openDatabase } from './sqlite';

const DAY_MS = 86_400_000;
/** How much is kept for replaying what needs no delivery any more. */
const KEPT_EVENTS = 10_000;
const KEPT_MS = DAY_MS;
const DEAD_MS = 30 * DAY_MS;
/** Writes between two checkpoints: some 20 MB of log. */
const WRITES_PER_CHECKPOINT = 500;
const FINISHED_HERE = 50;
/** In bytes: a log that has grown beyond this, under a burst, is cut when it begins anew. */
const MAX_LOG = 64 * 1024 * 1024;
/** Rows changed at a time by what isn't urgent, so that it takes well below a frame of audio. */
const BATCH = 200;
/** To the log, a batch that is deleted is as much as so many writes: its rows are all over the indexes. */
const WRITES_PER_BATCH = 20;

/** An event of a session, to be stored. */
export interface Entry extends Occurrence {
  /** Whether somebody wants it. If not, it only tells that its session begins or ends. */
  wanted: boolean;
}

/** An event that waits for its delivery. */
export interface WaitingEvent {
  position: number;
  id: string;
  session: string;
  /** When it was stored. */
  at: number;
  body: string;
  /** How often in a row its session has failed before. */
  failures: number;
}

export interface StoredEvent {
  position: number;
  body: string;
}

/** An event whose delivery was given up. */
export interface DeadLetter {
  position: number;
  id: string;
  at: number;
  attempts: number;
  /** Why the last attempt failed. */
  reason: string | null;
  body: string;
}

/** A session that has begun and was never told to have ended. */
export interface UnendedSession {
  identity: SessionIdentity;
  started: number;
  touched: number;
}

/**
 * All events on disk, in one file of SQLite that this process alone uses. What was stored survives the end of the
 * process, however it ends; a power failure may take the last moments with it, because waiting for the disk would
 * hold up the audio. Nothing but counters is held in memory. Times are given by the caller, in ms since 1970.
 */
export class Outbox {
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | undefined;
  #lock: DatabaseSync | undefined;
  #onCheckpoint: (() => void) | undefined;
  #writes = 0;
  #waiting = 0;

  /** @param delivers whether events are to wait for a delivery */
  constructor(
    private readonly file: string,
    private readonly delivers: boolean,
  ) {}

  /**
   * To be called before all else. The file, and its folder, are made for this user alone.
   * @throws BridgeError EVENTS_STORE_FAILED
   */
  open(): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      this.#lock = this.#open(`${this.file}.lock`);
      this.#lock.exec('BEGIN EXCLUSIVE');
      this.#database = this.#open(this.file);
      this.#database.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${MAX_LOG}`,
      );
      const version = this.#row('PRAGMA user_version')?.user_version as number;
      if (version > SCHEMA_VERSION) {
        throw new BridgeError('EVENTS_STORE_FAILED', `made by a newer bridge, version ${version}`);
      }
      // Else nothing is written: a full disk must not keep the bridge from starting.
      if (version < SCHEMA_VERSION) {
        this.#database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
      }
      this.#waiting = this.#count("SELECT count(*) AS count FROM events WHERE state = 'waiting'");
    } catch (error) {
      this.close();
      if (error instanceof BridgeError) throw error;
      const { errstr, code } = error as { errstr?: string; code?: string };
      throw new BridgeError('EVENTS_STORE_FAILED', errstr ?? code);
    }
  }

  /**
   * Leaves it to somebody else to move what was written from the log into the database. SQLite does so at some write,
   * which then takes long.
   * @param onCheckpoint it is time; `undefined`: SQLite does it again
   */
  delegateCheckpoints(onCheckpoint: (() => void) | undefined): void {
    this.#onCheckpoint = onCheckpoint;
    this.#opened.exec(`PRAGMA wal_autocheckpoint = ${onCheckpoint ? 0 : 1000}`);
  }

  /** Moves the little that was written during such a checkpoint: only an empty log begins anew, and stays small. */
  finishCheckpoint(): void {
    // Much was written: that would take long here, too.
    if (this.#writes > FINISHED_HERE) this.#beginCheckpoint();
    else this.#opened.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** Events that wait for their delivery. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The place behind the newest event of all. */
  get end(): number {
    return this.#count("SELECT coalesce(max(seq), 0) AS count FROM sqlite_sequence WHERE name = 'events'");
  }

  /** Counts and stores events, all or none. @throws what SQLite throws, such as for a full disk */
  append(entries: readonly Entry[], now: number): void {
    let added = 0;
    this.#transaction(() => {
      for (const entry of entries) {
        const sequence = this.#track(entry, now);
        if (!entry.wanted) continue;
        const session = entry.identity.sessionId;
        const state = this.delivers ? 'waiting' : 'kept';
        const sql = 'INSERT INTO events (id, session, state, at, body) VALUES (?, ?, ?, ?, ?)';
        this.#run(sql, entry.id, session, state, now, JSON.stringify(toEnvelope(entry, sequence)));
        if (!this.delivers) continue;
        this.#run('INSERT INTO queue (session, due) VALUES (?, ?) ON CONFLICT DO NOTHING', session, now);
        added += 1;
      }
    });
    this.#waiting += added;
  }

  /** Sessions of which nobody was told that they have ended: those that the process before has left behind. */
  unended(): UnendedSession[] {
    const rows = this.#rows('SELECT * FROM sessions WHERE ended = 0 ORDER BY started');
    return rows.map(({ identity, started, touched }) => ({
      identity: JSON.parse(identity as string) as SessionIdentity,
      started: started as number,
      touched: touched as number,
    }));
  }

  /** The sessions whose first waiting event is due, those that are due longest first. */
  due(now: number, limit: number): string[] {
    const sql = 'SELECT session FROM queue WHERE due <= ? ORDER BY due LIMIT ?';
    return this.#rows(sql, now, limit).map((row) => row.session as string);
  }

  /** When the next session after `now` is due. */
  nextDue(now: number): number | undefined {
    const row = this.#row('SELECT min(due) AS due FROM queue WHERE due > ?', now);
    return (row?.due as number | null | undefined) ?? undefined;
  }

  /** The first waiting event of a session. */
  head(session: string): WaitingEvent | undefined {
    const sql =
      "SELECT position, id, events.session AS session, at, body, failures FROM events JOIN queue USING (session) WHERE events.session = ? AND state = 'waiting' ORDER BY position LIMIT 1";
    return this.#row(sql, session) as unknown as WaitingEvent | undefined;
  }

  /** The event was delivered: the next one of its session is due. */
  delivered({ position, session }: WaitingEvent, now: number): void {
    this.#settle(session, now, () =>
      this.#run("UPDATE events SET state = 'kept' WHERE position = ? AND state = 'waiting'", position),
    );
  }

  /** The delivery has failed and is given up: the next event of the session is due. */
  bury({ position, session }: WaitingEvent, reason: string, now: number): void {
    const sql =
      "UPDATE events SET state = 'dead', attempts = attempts + 1, reason = ? WHERE position = ? AND state = 'waiting'";
    this.#settle(session, now, () => this.#run(sql, reason, position));
  }

  /** The delivery has failed and is tried again at `due`. */
  postpone({ position, session }: WaitingEvent, reason: string, due: number): void {
    this.#transaction(() => {
      this.#run('UPDATE events SET attempts = attempts + 1, reason = ? WHERE position = ?', reason, position);
      this.#run('UPDATE queue SET due = ?, failures = failures + 1 WHERE session = ?', due, session);
    });
  }

  /** Gives up some of those that were stored before `cutoff`. @returns how many */
  expire(cutoff: number): number {
    let expired = 0;
    this.#transaction(() => {
      const sessions = this.#rows(
        "UPDATE events SET state = 'dead' WHERE position IN (SELECT position FROM events WHERE state = 'waiting' AND at < ? ORDER BY at LIMIT ?) RETURNING session",
        cutoff,
        BATCH,
      );
      expired = sessions.length;
      for (const session of new Set(sessions.map((row) => row.session as string))) this.#leaveQueue(session);
    });
    this.#waiting -= expired;
    return expired;
  }

  /** Everything that waits is due. */
  wakeAll(now: number): void {
    this.#run('UPDATE queue SET due = ? WHERE due > ?', now, now);
  }

  /** Events behind `position`, oldest first; of one session, if given. */
  after(position: number, limit: number, session: string | undefined): StoredEvent[] {
    const columns = 'SELECT position, body FROM events WHERE position > ?';
    const rows =
      session === undefined
        ? this.#rows(`${columns} ORDER BY position LIMIT ?`, position, limit)
        : this.#rows(`${columns} AND session = ? ORDER BY position LIMIT ?`, position, session, limit);
    return rows as unknown as StoredEvent[];
  }

  /** Where an event stands; `undefined`: it isn't stored, or not any more. */
  positionOf(id: string): number | undefined {
    return this.#row('SELECT position FROM events WHERE id = ?', id)?.position as number | undefined;
  }

  /** Dead letters behind `position`, oldest first. */
  deadLetters(position: number, limit: number): DeadLetter[] {
    const sql =
      "SELECT position, id, at, attempts, reason, body FROM events WHERE state = 'dead' AND position > ? ORDER BY position LIMIT ?";
    return this.#rows(sql, position, limit) as unknown as DeadLetter[];
  }

  /** Has a dead letter delivered after all, before what its session has waiting. @returns whether there is one */
  resend(id: string, now: number): boolean {
    let found = false;
    this.#transaction(() => {
      const row = this.#row(
        "UPDATE events SET state = 'waiting', at = ? WHERE id = ? AND state = 'dead' RETURNING session",
        now,
        id,
      );
      if (!row) return;
      found = true;
      const sql =
        'INSERT INTO queue (session, due) VALUES (?, ?) ON CONFLICT DO UPDATE SET due = excluded.due, failures = 0';
      this.#run(sql, row.session as string, now);
    });
    if (found) this.#waiting += 1;
    return found;
  }

  /** @returns whether there was such a dead letter */
  deleteDead(id: string): boolean {
    return this.#run("DELETE FROM events WHERE id = ? AND state = 'dead'", id) > 0;
  }

  /**
   * Forgets a part of what is too old or too much to be kept. What waits stays.
   * @returns whether there may be more of it
   */
  prune(now: number): boolean {
    let isMore = false;
    this.#transaction(() => {
      const remove = (sql: string, value: number): void => {
        if (this.#run(`${sql} LIMIT ${BATCH})`, value) === BATCH) isMore = true;
      };
      const events = 'DELETE FROM events WHERE position IN (SELECT position FROM events WHERE';
      remove(`${events} state = 'kept' AND at < ?`, now - KEPT_MS);
      remove(`${events} state = 'kept' AND position <= ?`, this.end - KEPT_EVENTS);
      remove(`${events} state = 'dead' AND at < ?`, now - DEAD_MS);
      const sessions = 'DELETE FROM sessions WHERE session IN (SELECT session FROM sessions WHERE';
      remove(`${sessions} touched < ? AND ended = 1`, now - DEAD_MS);
    });
    if (isMore) this.#noteWrite(WRITES_PER_BATCH);
    return isMore;
  }

  close(): void {
    this.#statements.clear();
    this.#database?.close();
    this.#database = undefined;
    this.#lock?.close();
    this.#lock = undefined;
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
    const row = this.#row(sql, sessionId, text, count, now, now, ended);
    if (type === 'session.ended') this.#run('UPDATE sessions SET ended = 1 WHERE session = ?', sessionId);
    return row?.sequence as number;
  }

  /** Changes the first event of a session, and has the next one take its place. */
  #settle(session: string, now: number, change: () => number): void {
    let changed = 0;
    this.#transaction(() => {
      changed = change();
      this.#run('UPDATE queue SET due = ?, failures = 0 WHERE session = ?', now, session);
      this.#leaveQueue(session);
    });
    this.#waiting -= changed;
  }

  #leaveQueue(session: string): void {
    const sql =
      "DELETE FROM queue WHERE session = ? AND NOT EXISTS (SELECT 1 FROM events WHERE events.session = queue.session AND state = 'waiting')";
    this.#run(sql, session);
  }

  #transaction(work: () => void): void {
    const database = this.#opened;
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
      this.#noteWrite();
    } catch (error) {
      // A full disk has rolled back already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  #noteWrite(writes = 1): void {
    this.#writes += writes;
    if (this.#writes >= WRITES_PER_CHECKPOINT) this.#beginCheckpoint();
  }

  #beginCheckpoint(): void {
    this.#writes = 0;
    this.#onCheckpoint?.();
  }

  #open(file: string): DatabaseSync {
    closeSync(openSync(file, 'a', 0o600));
    return openDatabase(file);
  }

  get #opened(): DatabaseSync {
    if (!this.#database) throw new BridgeError('EVENTS_STORE_FAILED', 'it is not open');
    return this.#database;
  }

  #count(sql: string): number {
    return this.#row(sql)?.count as number;
  }

  #run(sql: string, ...values: (string | number)[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  #row(sql: string, ...values: (string | number)[]): Record<string, unknown> | undefined {
    return this.#prepared(sql).get(...values);
  }

  #rows(sql: string, ...values: (string | number)[]): Record<string, unknown>[] {
    return this.#prepared(sql).all(...values);
  }

  /** Statements are few and compiled once. */
  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#opened.prepare(sql)));
    return statement;
  }
}
