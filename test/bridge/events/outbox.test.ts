import { randomUUID } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventEnvelope } from '../../../bridge/src/events/envelope';
import { Outbox } from '../../../bridge/src/events/outbox';
import { ENDED, entry, identityOf, said, STARTED, temporaryFolder } from './samples';

const DAY_MS = 86_400_000;

describe('Outbox', () => {
  const folder = temporaryFolder();
  let file: string;
  let outbox: Outbox;
  const reopen = (delivers = true): void => {
    outbox.close();
    outbox = new Outbox(file, delivers);
    outbox.open();
  };
  beforeEach(() => {
    file = join(folder, randomUUID(), 'outbox.db');
    outbox = new Outbox(file, true);
    outbox.open();
  });
  afterEach(() => outbox.close());

  const bodies = (session?: string): EventEnvelope[] =>
    outbox.after(0, 1000, session).map(({ body }) => JSON.parse(body) as EventEnvelope);
  const take = (session: string) => {
    const head = outbox.head(session);
    if (!head) throw new Error('nothing waits');
    return head;
  };

  it('counts the events of each session, across restarts', () => {
    const [a, b] = [identityOf(), identityOf()];
    outbox.append([entry(a, STARTED), entry(b, STARTED), entry(a, said('x'))], 1);
    reopen();
    outbox.append([entry(a, ENDED), entry(b, said('y'))], 2);
    expect(bodies().map(({ sessionId, sequence }) => [sessionId === a.sessionId, sequence])).toEqual([
      [true, 1],
      [false, 1],
      [true, 2],
      [true, 3],
      [false, 2],
    ]);
    expect(bodies()[2]).toMatchObject({
      ...{ type: 'transcript', at: '1970-01-01T00:00:00.000Z', data: { role: 'user', text: 'x' } },
      ...a,
    });
  });

  it('leaves no gap where nobody wants an event', () => {
    const a = identityOf();
    outbox.append([entry(a, STARTED, false), entry(a, said('x')), entry(a, ENDED, false)], 1);
    expect(bodies().map(({ type, sequence }) => [type, sequence])).toEqual([['transcript', 1]]);
    expect(outbox.unended()).toEqual([]);
  });

  it('stores all of a batch or none', () => {
    const a = identityOf();
    const twice = entry(a, STARTED);
    expect(() => outbox.append([entry(a, said('x')), twice, twice], 1)).toThrow();
    expect(bodies()).toEqual([]);
    expect(outbox.waiting).toBe(0);
    outbox.append([twice], 1);
    expect(bodies().map(({ sequence }) => sequence)).toEqual([1]);
  });

  it('gives the events of a session in order, and each session once', () => {
    const [a, b] = [identityOf(), identityOf()];
    outbox.append([entry(a, STARTED), entry(a, said('x')), entry(b, STARTED)], 5);
    expect(outbox.due(4, 9)).toEqual([]);
    expect(new Set(outbox.due(5, 9))).toEqual(new Set([a.sessionId, b.sessionId]));
    const first = take(a.sessionId);
    expect(JSON.parse(first.body)).toMatchObject({ sequence: 1 });
    outbox.delivered(first, 6);
    expect(JSON.parse(take(a.sessionId).body)).toMatchObject({ sequence: 2 });
    outbox.delivered(take(a.sessionId), 7);
    expect(outbox.head(a.sessionId)).toBeUndefined();
    expect(outbox.due(9, 9)).toEqual([b.sessionId]);
    expect(outbox.waiting).toBe(1);
  });

  it('remembers over a restart when to try again, and how often that failed', () => {
    const a = identityOf();
    outbox.append([entry(a, STARTED)], 5);
    outbox.postpone(take(a.sessionId), 'status 500', 1000);
    outbox.postpone(take(a.sessionId), 'status 500', 2000);
    reopen();
    expect(outbox.waiting).toBe(1);
    expect(outbox.due(1999, 9)).toEqual([]);
    expect(outbox.nextDue(5)).toBe(2000);
    expect(take(a.sessionId).failures).toBe(2);
    outbox.wakeAll(6);
    expect(outbox.due(6, 9)).toEqual([a.sessionId]);
  });

  it('goes on with the next event behind one that was given up, which can be sent again or deleted', () => {
    const a = identityOf();
    outbox.append([entry(a, STARTED), entry(a, said('x'))], 5);
    const first = take(a.sessionId);
    outbox.bury(first, 'status 404', 6);
    expect(JSON.parse(take(a.sessionId).body)).toMatchObject({ sequence: 2 });
    const [letter] = outbox.deadLetters(0, 9);
    expect(letter).toMatchObject({ id: first.id, attempts: 1, reason: 'status 404' });
    expect(outbox.waiting).toBe(1);
    expect(outbox.resend(first.id, 9)).toBe(true);
    expect(outbox.resend(first.id, 9)).toBe(false);
    expect(take(a.sessionId)).toMatchObject({ id: first.id, at: 9, failures: 0 });
    expect(outbox.waiting).toBe(2);
    expect(outbox.deleteDead(first.id)).toBe(false);
    outbox.bury(take(a.sessionId), 'status 404', 9);
    expect(outbox.deleteDead(first.id)).toBe(true);
    expect(outbox.deadLetters(0, 9)).toEqual([]);
  });

  it('gives up what is too old', () => {
    const [a, b] = [identityOf(), identityOf()];
    outbox.append([entry(a, STARTED)], 5);
    outbox.append([entry(a, said('x')), entry(b, STARTED)], 50);
    expect(outbox.expire(50)).toBe(1);
    expect(outbox.deadLetters(0, 9)).toHaveLength(1);
    expect(outbox.waiting).toBe(2);
    expect(outbox.expire(51)).toBe(2);
    expect(outbox.due(1000, 9)).toEqual([]);
  });

  it('knows the sessions that have not ended', () => {
    const [a, b, late] = [identityOf(), identityOf(), identityOf()];
    outbox.append([entry(a, STARTED), entry(b, STARTED)], 1000);
    outbox.append([entry({ ...a, assistantCallId: 'v-1' }, said('x')), entry(b, ENDED)], 4000);
    // Of a session that was forgotten: it ended long ago.
    const ready = { type: 'recording.ready', recordingId: 'r', seconds: 1, bytes: 2 } as const;
    outbox.append([entry(late, ready)], 4000);
    reopen();
    expect(outbox.unended()).toEqual([
      { identity: { ...a, assistantCallId: 'v-1' }, started: 1000, touched: 4000 },
    ]);
  });

  it('forgets in time what needs no delivery, but never what waits', () => {
    const [a, b] = [identityOf(), identityOf()];
    outbox.append([entry(a, STARTED), entry(b, STARTED)], 1000);
    outbox.delivered(take(a.sessionId), 1000);
    outbox.prune(1000 + DAY_MS);
    expect(bodies()).toHaveLength(2);
    outbox.prune(1001 + DAY_MS);
    expect(bodies().map(({ sessionId }) => sessionId)).toEqual([b.sessionId]);
    outbox.bury(take(b.sessionId), 'x', 1000);
    outbox.prune(1000 + 30 * DAY_MS);
    expect(outbox.deadLetters(0, 9)).toHaveLength(1);
    outbox.prune(1001 + 30 * DAY_MS);
    expect(outbox.deadLetters(0, 9)).toEqual([]);
  });

  it('keeps the newest 10 000 events at most', () => {
    reopen(false);
    const a = identityOf();
    const many = Array.from({ length: 10_150 }, (_, index) => entry(a, said(String(index))));
    outbox.append(many, 1000);
    expect(outbox.waiting).toBe(0);
    while (outbox.prune(1000));
    expect(outbox.after(0, 1, undefined)[0]?.position).toBe(151);
  });

  it('forgets few at a time, whatever the reason, and says whether there may be more', () => {
    reopen(false);
    const a = identityOf();
    const many = (at: number): void =>
      outbox.append(
        Array.from({ length: 5030 }, (_, index) => entry(a, said(String(index)))),
        at,
      );
    many(1000);
    many(1000 + DAY_MS);
    // Of the first, 5030 are too old; 60 of these are too many, too.
    const first = (): number => outbox.after(0, 1, undefined)[0]?.position ?? 0;
    const taken: number[] = [];
    let isMore = true;
    while (isMore) {
      const before = first();
      isMore = outbox.prune(1001 + DAY_MS);
      taken.push(first() - before);
    }
    expect(Math.max(...taken)).toBe(25);
    expect(first()).toBe(5031);
    expect(taken.at(-1)).toBeLessThan(25);
  });

  it('has its log moved while much is forgotten', () => {
    reopen(false);
    const a = identityOf();
    for (let batch = 0; batch < 30; batch += 1) {
      outbox.append(
        Array.from({ length: 200 }, () => entry(a, said('x'))),
        1000,
      );
    }
    let checkpoints = 0;
    outbox.delegateCheckpoints(() => (checkpoints += 1));
    while (outbox.prune(1001 + DAY_MS));
    expect(bodies()).toEqual([]);
    expect(checkpoints).toBe(1);
  });

  it('scans no table where it grows', () => {
    outbox.close();
    const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
    try {
      reopen();
      const a = identityOf();
      outbox.append([entry(a, STARTED), entry(a, ENDED)], 1);
      outbox.delivered(take(a.sessionId), 1);
      outbox.postpone(take(a.sessionId), 'x', 1);
      outbox.bury(take(a.sessionId), 'x', 1);
      outbox.resend(outbox.deadLetters(0, 1)[0]?.id ?? '', 1);
      outbox.expire(2);
      outbox.after(0, 9, undefined);
      outbox.after(0, 9, a.sessionId);
      outbox.due(1, 9);
      outbox.nextDue(1);
      outbox.prune(1);
      const database = new DatabaseSync(file);
      const statements = prepare.mock.calls.map(([sql]) => sql).filter((sql) => !sql.startsWith('PRAGMA'));
      prepare.mockRestore();
      expect(statements.length).toBeGreaterThan(20);
      // Those that wait are counted at the start, by an index of these alone; what is behind a position is read on from
      // there. Where there is another condition, a range of positions would be most of the table.
      const isFine = (sql: string): boolean =>
        sql.startsWith('SELECT count(*)') || sql.endsWith('WHERE position > ? ORDER BY position LIMIT ?');
      const scans = statements
        .filter((sql) => !isFine(sql))
        .flatMap((sql) => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all())
        .map(({ detail }) => String(detail))
        .filter((detail) => /SCAN (events|queue|sessions)|rowid[<>]|TEMP B-TREE/.test(detail));
      database.close();
      expect(scans).toEqual([]);
    } finally {
      prepare.mockRestore();
    }
  });

  it('writes nothing when it is opened again, as the disk may be full', () => {
    outbox.append([entry(identityOf(), STARTED)], 1);
    reopen();
    expect(outbox.waiting).toBe(1);
    expect(statSync(`${file}-wal`).size).toBe(0);
  });

  it('brings what an older bridge has made up to date', () => {
    outbox.append([entry(identityOf(), STARTED)], 1);
    outbox.close();
    const database = new DatabaseSync(file);
    database.exec('DROP INDEX events_session; DROP INDEX events_kept_position; PRAGMA user_version = 1');
    reopen();
    expect(outbox.waiting).toBe(1);
    const sql =
      "SELECT count(*) AS count FROM sqlite_master WHERE name IN ('events_session', 'events_kept_position')";
    expect(database.prepare(sql).get()).toEqual({ count: 2 });
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
    database.close();
  });

  it('is readable for its owner alone', () => {
    for (const suffix of ['', '-wal']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600);
  });

  it('refuses what it cannot use, and says why', () => {
    const open = (path: string) => () => new Outbox(path, true).open();
    expect(open(file)).toThrow(
      expect.objectContaining({ code: 'EVENTS_STORE_FAILED', detail: 'database is locked' }),
    );
    const text = join(folder, 'text.db');
    writeFileSync(text, 'not a database at all, but long enough to have been one');
    expect(open(text)).toThrow('file is not a database');
    expect(open(join(text, 'outbox.db'))).toThrow(/EEXIST|ENOTDIR/);
  });
});
