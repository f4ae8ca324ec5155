import type { Clock } from '../clock';
import { within } from '../deferred';
import type { EndReason } from './endings';
import type { SessionStore } from './sessionStore';

/** How long an assistant's last words may still be played once the time to drain is over. A goodbye is shorter. */
const LAST_WORDS_MS = 8000;

/** Ends all sessions, for a reason that only those take over which are not ending yet. Resolves when all are closed. */
export async function endAll(sessions: SessionStore, reason: EndReason): Promise<void> {
  const open = sessions.list();
  for (const session of open) session.end(reason);
  await Promise.all(open.map((session) => session.done));
}

/**
 * Lets the sessions finish, tells those that have not goodbye, and lets such as play out the assistant's last words do
 * so for a while. What is left then, `endAll` with `bridge-closed` cuts short.
 */
export async function drain(sessions: SessionStore, clock: Clock, ms: number): Promise<void> {
  const finished = Promise.all(sessions.list().map((session) => session.done)).then(() => undefined);
  await within(clock, ms, finished);
  await within(clock, LAST_WORDS_MS, endAll(sessions, 'drain-over'));
}
