import type { SessionIdentity } from '../relay/observer';
import type { Occurrence } from './envelope';

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
