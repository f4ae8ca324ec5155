import { BridgeError } from '../errors';
import type { Session } from '../relay/session';
import type { SessionStore } from '../relay/sessionStore';

/** A session that can be listened to. @throws BridgeError SESSION_UNKNOWN, SESSION_ENDED */
export function liveSession(sessions: SessionStore, id: string): Session {
  const session = sessions.get(id);
  if (session && session.view().state !== 'ended') return session;
  if (session ?? sessions.ended(id)) throw new BridgeError('SESSION_ENDED');
  throw new BridgeError('SESSION_UNKNOWN', id.slice(0, 64));
}
