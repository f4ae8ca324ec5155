import type { EndReason } from '../../relay/endings';
import type { TransferOutcome } from '../../relay/handOver';

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

/** What the end of a call out means whose stream has not come (Plivo docs, "Dial status reporting", "CallStatus"). */
const OUTCOMES: ReadonlyMap<unknown, EndReason> = new Map<unknown, EndReason>([
  ['completed', 'caller-hung-up'],
  ['busy', 'callee-busy'],
  ['no-answer', 'callee-no-answer'],
  // That it rang for too long, too.
  ['timeout', 'callee-no-answer'],
  ['cancel', 'dial-canceled'],
  ['failed', 'dial-failed'],
]);

/** What became of a call out, from the form of its hangup URL. */
export function dialledOutcome(form: Readonly<Record<string, string>>): EndReason {
  return OUTCOMES.get(form.CallStatus) ?? 'dial-failed';
}

/** What has answered a call out, from the form of its machine detection URL; undefined: it tells something else. */
export function answeredBy({
  Machine: machine,
}: Readonly<Record<string, string>>): 'machine' | 'human' | undefined {
  if (machine === undefined) return undefined;
  return machine.toLowerCase() === 'true' ? 'machine' : 'human';
}

/** What became of a `<Dial>`, from the form of its `action` (Plivo docs, "The Dial element", "DialStatus"). */
export function transferOutcome({ DialStatus: status }: Readonly<Record<string, string>>): TransferOutcome {
  switch (status) {
    case 'completed':
    case 'busy':
    case 'no-answer':
      return status;
    case 'timeout':
      return 'no-answer';
    default:
      return 'failed';
  }
}

/**
 * Whether somebody has answered a `<Dial>`, from the form of its `callbackUrl`: `answer`, then `connected` (Plivo docs,
 * "The Dial element", "DialAction").
 */
export function isTransferAnswered({ DialAction: action }: Readonly<Record<string, string>>): boolean {
  return action === 'answer' || action === 'connected';
}
