import type { JsonObject } from '../../../shared/protocol/json';
import { withoutNulls } from '../common/withoutNulls';

/** A session as one small, flat item; counters and statistics are in the raw one. */
export function simplifySession(session: JsonObject): JsonObject {
  return withoutNulls({
    id: session.id,
    state: session.state,
    direction: session.direction,
    carrier: session.carrier,
    carrierCallId: session.carrierCallId,
    assistantCallId: session.assistantCallId,
    createdAt: session.createdAt,
    answeredAt: session.answeredAt,
    endedAt: session.endedAt,
    seconds: session.seconds,
    reason: session.reason,
    side: session.side,
    metadata: session.metadata,
  });
}
