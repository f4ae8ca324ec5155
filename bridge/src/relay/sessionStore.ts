import type { Session } from './session';

/** The sessions of this process, from the webhook of a call until everything of it is closed. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();

  get size(): number {
    return this.#sessions.size;
  }

  /** Adds a session, which leaves by itself when it is done. */
  add(session: Session): void {
    this.#sessions.set(session.id, session);
    void session.done.then(() => this.#sessions.delete(session.id));
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Oldest first. */
  list(): Session[] {
    return [...this.#sessions.values()];
  }
}
