import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BridgeError } from '../errors';
import { SCHEMA, SCHEMA_VERSION } from './schema';
import { openDatabase } from './sqlite';

/** Writes between two checkpoints: some 20 MB of log. */
const WRITES_PER_CHECKPOINT = 500;
const FINISHED_HERE = 50;
/** In bytes: a log that has grown beyond this, under a burst, is cut when it begins anew. */
const MAX_LOG = 64 * 1024 * 1024;

/** A row as SQLite gives it. */
export type Row = Record<string, unknown>;

/**
 * The file of the outbox, of SQLite, that this process alone uses. What was stored survives the end of the process,
 * however it ends; a power failure may take the last moments with it, because waiting for the disk would hold up the
 * audio.
 */
export class OutboxDatabase {
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | undefined;
  #lock: DatabaseSync | undefined;
  #onCheckpoint: (() => void) | undefined;
  #writes = 0;

  constructor(private readonly file: string) {}

  /**
   * To be called before all else. The file, and its folder, are made for this user alone.
   * @param first what is read first: its failure is one of opening
   * @throws BridgeError EVENTS_STORE_FAILED
   */
  open(first: () => void): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      this.#lock = this.#open(`${this.file}.lock`);
      this.#lock.exec('BEGIN EXCLUSIVE');
      this.#database = this.#open(this.file);
      this.#database.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${MAX_LOG}`,
      );
      const version = this.row('PRAGMA user_version')?.user_version as number;
      if (version > SCHEMA_VERSION) {
        throw new BridgeError('EVENTS_STORE_FAILED', `made by a newer bridge, version ${version}`);
      }
      // Else nothing is written: a full disk must not keep the bridge from starting.
      if (version < SCHEMA_VERSION) {
        this.#database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
      }
      first();
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

  /** Does all of the work or, when it throws, none. @throws what SQLite throws, such as for a full disk */
  transaction(work: () => void): void {
    const database = this.#opened;
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
      this.noteWrite();
    } catch (error) {
      // A full disk has rolled back already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  /** The log has grown by as much as so many writes make it grow. */
  noteWrite(writes = 1): void {
    this.#writes += writes;
    if (this.#writes >= WRITES_PER_CHECKPOINT) this.#beginCheckpoint();
  }

  /** The one number that a statement gives as `count`. */
  count(sql: string): number {
    return this.row(sql)?.count as number;
  }

  /** Returns how many rows were changed. */
  run(sql: string, ...values: (string | number)[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  row(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#prepared(sql).get(...values);
  }

  rows(sql: string, ...values: (string | number)[]): Row[] {
    return this.#prepared(sql).all(...values);
  }

  close(): void {
    this.#statements.clear();
    this.#database?.close();
    this.#database = undefined;
    this.#lock?.close();
    this.#lock = undefined;
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

  /** Statements are few and compiled once. */
  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#opened.prepare(sql)));
    return statement;
  }
}
