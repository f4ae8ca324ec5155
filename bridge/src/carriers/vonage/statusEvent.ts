import type { EndReason } from '../../relay/endings';

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
