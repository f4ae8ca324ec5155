import type { Session } from '../../../bridge/src/relay/session';
import { SessionStore } from '../../../bridge/src/relay/sessionStore';
import { settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';

describe('SessionStore', () => {
  /** Adds so many sessions; returns them, oldest first. */
  const fill = (store: SessionStore, count: number): Session[] =>
    Array.from({ length: count }, () => {
      const { session } = new SessionBench();
      store.add(session);
      return session;
    });
  const end = async (...sessions: Session[]): Promise<void> => {
    for (const session of sessions) {
      session.end('stopped-by-api');
      await settle();
    }
  };
  const idsOf = (sessions: { id: string }[]): string[] => sessions.map(({ id }) => id);

  it('keeps what there is to say of a session when it has ended, and not the session', async () => {
    const store = new SessionStore();
    const [session] = fill(store, 1) as [Session];
    expect(store.ended(session.id)).toBeUndefined();
    await end(session);
    expect(store.get(session.id)).toBeUndefined();
    expect(store.size).toBe(0);
    expect(store.ended(session.id)).toMatchObject({
      id: session.id,
      state: 'ended',
      reason: 'stopped-by-api',
      side: 'bridge',
      seconds: 0,
      endedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
  });

  it('lists newest first, those that have ended among the others', async () => {
    const store = new SessionStore();
    const [first, second, third] = fill(store, 3) as [Session, Session, Session];
    await end(second);
    const all = idsOf([third, second, first]);
    expect(idsOf(store.page({ limit: 10 }).sessions)).toEqual(all);
    expect(idsOf(store.page({ limit: 10, state: 'live' }).sessions)).toEqual([third.id, first.id]);
    expect(idsOf(store.page({ limit: 10, state: 'ended' }).sessions)).toEqual([second.id]);
  });

  it('leaves nothing out and shows nothing twice when sessions come and end between two pages', async () => {
    const store = new SessionStore();
    const before = fill(store, 5);
    const seen: string[] = [];
    let next: number | undefined;
    do {
      const page = store.page({ limit: 2, ...(next !== undefined && { before: next }) });
      seen.push(...idsOf(page.sessions));
      next = page.next;
      fill(store, 1);
      await end(before[0] as Session, before[2] as Session);
    } while (next !== undefined);
    expect(seen).toEqual(idsOf(before.toReversed()));
  });

  it('names no further page where there is none', () => {
    const store = new SessionStore();
    fill(store, 2);
    expect(store.page({ limit: 2 }).next).toBeUndefined();
    expect(store.page({ limit: 1 }).next).toBeDefined();
  });

  it('forgets those that ended first when there are too many', async () => {
    const store = new SessionStore(2);
    const [first, second, third] = fill(store, 3) as [Session, Session, Session];
    await end(third, first, second);
    expect(store.ended(third.id)).toBeUndefined();
    expect(idsOf(store.page({ limit: 10 }).sessions)).toEqual([second.id, first.id]);
  });
});
