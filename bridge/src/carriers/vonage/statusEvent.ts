import type { EndReason } from '../../relay/endings';
import type { TransferOutcome } from '../../relay/handOver';

/**
 * Statuses after which nothing more comes of a leg of a call (Vonage docs, "Voice API Webhooks Reference"), and what
 * they mean for a call out whose stream has not come.
 */
const FINAL: ReadonlyMap<unknown, EndReason> = new Map<unknown, EndReason>([
  ['completed', 'caller-hung-up'],
  ['failed', 'dial-failed'],
  ['rejected', 'dial-failed'],
  ['busy', 'callee-busy'],
  ['cancelled', 'dial-canceled'],
  ['timeout', 'callee-no-answer'],
  ['unanswered', 'callee-no-answer'],
]);

/** What a failed `connect` means for a hand-over (Vonage docs, "NCCO reference", `connect`, and "Call flow"). */
const TRANSFER_FAILED: ReadonlyMap<unknown, TransferOutcome> = new Map<unknown, TransferOutcome>([
  ['failed', 'failed'],
  ['rejected', 'failed'],
  ['busy', 'busy'],
  ['timeout', 'no-answer'],
  ['unanswered', 'no-answer'],
]);

type Event = Readonly<Record<string, unknown>>;

/** Whether an event says that its leg is over. */
export function isOver(event: Event): boolean {
  return FINAL.has(event.status);
}

/** What became of a call out; undefined: it goes on. */
export function dialOutcome(event: Event): EndReason | undefined {
  return FINAL.get(event.status);
}

/** What has answered a call out; undefined: the event is about something else. */
export function answeredBy({ status }: Event): 'machine' | 'human' | undefined {
  return status === 'machine' || status === 'human' ? status : undefined;
}

/** What an event of the call to somebody else says of a hand-over; undefined: nothing that matters. */
export function transferNews({ status }: Event): TransferOutcome | 'answered' | undefined {
  // The caller has hung up meanwhile, which their own call tells, too: `cancelled` says nothing new.
  return status === 'answered' || status === 'completed' ? status : TRANSFER_FAILED.get(status);
}

/** Whether an event says that a stream could not be opened. That it has ended, the stream itself tells. */
export function isStreamFailure(event: Event): boolean {
  return isOver(event) && event.status !== 'completed';
}
