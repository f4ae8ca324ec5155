/**
 * What Plivo tells afterwards, of a stream or of the call itself, as far as it matters to a call that still waits for
 * its stream. Sources: Plivo docs, "Audio streaming XML" (statusCallbackUrl) and "Audio Streaming Guide", which name the
 * same event differently; "Application", hangup URL.
 */
export type PlivoStatus = 'stream-failed' | 'call-over' | 'other';

const FAILED: ReadonlySet<unknown> = new Set(['DroppedStream', 'failed']);
const FINAL: ReadonlySet<unknown> = new Set([
  'completed',
  'busy',
  'failed',
  'timeout',
  'no-answer',
  'cancel',
]);

/** Reads the form of a status callback; never throws. */
export function parsePlivoStatus(form: Readonly<Record<string, string>>): PlivoStatus {
  // Only what is about a stream has its id.
  if (form.StreamID !== undefined) return FAILED.has(form.Event) ? 'stream-failed' : 'other';
  return FINAL.has(form.CallStatus) ? 'call-over' : 'other';
}
