import type { JsonObject } from '../../../shared/protocol/json';
import { withoutNulls } from '../common/withoutNulls';

/** A recording as one small, flat item. */
export function simplifyRecording(recording: JsonObject): JsonObject {
  return withoutNulls({
    id: recording.id,
    sessionId: recording.sessionId,
    source: recording.source,
    state: recording.state,
    carrier: recording.carrier,
    carrierCallId: recording.carrierCallId,
    assistantCallId: recording.assistantCallId,
    startedAt: recording.startedAt,
    endedAt: recording.endedAt,
    seconds: recording.seconds,
    bytes: recording.bytes,
    sampleRate: recording.sampleRate,
    channels: recording.channels,
    // Of one that is asked for by itself.
    transcript: recording.transcript,
    // Not as `error`: with Retry On Fail n8n takes an item with such a field for a failure, and runs the node again.
    recordingError: recording.error,
  });
}
