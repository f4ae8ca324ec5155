import { randomUUID } from 'node:crypto';
import type { SessionEvent, SessionIdentity } from '../relay/observer';

export type EventType = SessionEvent['type'];

const types = {
  'session.started': true,
  'session.answered': true,
  transcript: true,
  dtmf: true,
  interrupted: true,
  'tool-calls': true,
  transfer: true,
  'machine-detection': true,
  'recording.ready': true,
  'session.ended': true,
} as const satisfies Record<EventType, true>;

/** All kinds of events. */
export const EVENT_TYPES = Object.keys(types) as EventType[];

/** An event as it leaves the process. It holds what was said and who calls: never to be logged. */
export interface EventEnvelope extends SessionIdentity {
  /** A UUID; the same each time that the event is sent. */
  id: string;
  /** Counts the events of one session, from 1 on and without gaps. */
  sequence: number;
  type: EventType;
  /** ISO 8601, UTC. */
  at: string;
  /** What else is known, by type: see the README. */
  data: Readonly<Record<string, unknown>>;
}

/** An event before it is counted. */
export interface Occurrence {
  id: string;
  at: Date;
  identity: SessionIdentity;
  type: EventType;
  data: EventEnvelope['data'];
}

export function toOccurrence(identity: SessionIdentity, event: SessionEvent, at: Date): Occurrence {
  const { type, ...data } = event;
  return { id: randomUUID(), at, identity, type, data };
}

export function toEnvelope({ id, at, identity, type, data }: Occurrence, sequence: number): EventEnvelope {
  const { sessionId, carrier, carrierCallId, assistantCallId } = identity;
  return {
    ...{ id, sequence, type, at: at.toISOString() },
    ...{ sessionId, carrier, carrierCallId, assistantCallId },
    data,
  };
}
