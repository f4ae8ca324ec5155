import { randomUUID } from 'node:crypto';
import type { EventType } from './envelope';
import type { Outbox } from './outbox';

/** The reason of an end that nobody was there to see: the process was killed, or the machine has failed. */
const REASON = 'bridge-killed';

/**
 * Tells the end of the sessions that the process before this one has left behind, so that each session that has
 * begun ends for those who are told. How long it lasted is known up to its last event.
 * @returns how many
 */
export function endUnended(outbox: Outbox, types: ReadonlySet<EventType>, now: number): number {
  const sessions = outbox.unended();
  const type = 'session.ended';
  const entries = sessions.map(({ identity, started, touched }) => ({
    ...({ id: randomUUID(), at: new Date(now), identity, type, wanted: types.has(type) } as const),
    data: { reason: REASON, side: 'bridge', seconds: (touched - started) / 1000, statistics: {} },
  }));
  if (entries.length > 0) outbox.append(entries, now);
  return sessions.length;
}
