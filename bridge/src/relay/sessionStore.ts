import type { Session } from './session';
import type { SessionView } from './sessionView';

/** Ended sessions that are remembered; beyond it the one that ended first is forgotten. */
const MAX_ENDED = 1000;

/** Which sessions are asked for; newest first. */
export interface SessionQuery {
  state?: 'live' | 'ended';
  limit: number;
  /** Only those that are older than this one: `next` of the page before. */
  before?: number;
}

export interface SessionPage {
  sessions: SessionView[];
  /** Where the next page begins; undefined: this is the last one. */
  next: number | undefined;
}

/**
 * The sessions of this process, from the webhook of a call until everything of it is closed, and what there is to say
 * of the latest ones that have ended. In memory only: a restart forgets both.
 */
export class SessionStore {
  readonly #sessions = new Map<string, { serial: number; session: Session }>();
  /** In the order of their ends. */
  readonly #ended = new Map<string, { serial: number; view: SessionView }>();
  /** Counts sessions, so that a page has a place to go on from while sessions come and go. */
  #serial = 0;

  constructor(private readonly maxEnded = MAX_ENDED) {}

  /** Sessions that have not ended. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Adds a session, which leaves by itself when it is done. */
  add(session: Session): void {
    this.#serial += 1;
    this.#sessions.set(session.id, { serial: this.#serial, session });
    void session.done.then(() => this.#archive(session.id));
  }

  /** A session that has not ended. */
  get(id: string): Session | undefined {
    return this.#sessions.get(id)?.session;
  }

  /** What there is to say of a session that has ended, if it is still remembered. */
  ended(id: string): SessionView | undefined {
    return this.#ended.get(id)?.view;
  }

  /** Those that have not ended, oldest first. */
  list(): Session[] {
    return Array.from(this.#sessions.values(), ({ session }) => session);
  }

  /** A page of the sessions that `query` asks for, newest first. */
  page({ state, limit, before = Infinity }: SessionQuery): SessionPage {
    const live = state === 'ended' ? [] : [...this.#sessions.values()];
    const ended = state === 'live' ? [] : [...this.#ended.values()];
    const wanted = [...live, ...ended]
      .filter(({ serial }) => serial < before)
      .sort((a, b) => b.serial - a.serial);
    const page = wanted.slice(0, limit);
    return {
      sessions: page.map((each) => ('session' in each ? each.session.view() : each.view)),
      next: wanted.length > limit ? page.at(-1)?.serial : undefined,
    };
  }

  #archive(id: string): void {
    const entry = this.#sessions.get(id);
    if (!entry) return;
    this.#sessions.delete(id);
    this.#ended.set(id, { serial: entry.serial, view: entry.session.view() });
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= this.maxEnded) break;
      this.#ended.delete(oldest);
    }
  }
}
