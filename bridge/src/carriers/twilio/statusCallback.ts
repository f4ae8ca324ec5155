import type { EndReason } from '../../relay/endings';
import type { TransferOutcome } from '../../relay/handOver';

/**
 * What Twilio tells of a stream or of the call itself, as far as it matters to a call that still waits for its stream. Sources: Twilio docs, `<Stream>` "statusCallback"; "Call resource", "CallStatus values".
 */
export type TwilioStatus =
  /** The stream could not be opened or broke; `code` is Twilio's error number, e.g. 31920 (handshake). */
  | { kind: 'stream-error'; code: string }
  | { kind: 'answered' }
  | { kind: 'call-over'; status: FinalStatus }
  | { kind: 'other' };

/** A call that is over: `completed` was answered, the others were not. */
export type FinalStatus = 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

/** What became of a call out whose stream has not come. */
export const outcomes: Readonly<Record<FinalStatus, EndReason>> = {
  completed: 'caller-hung-up',
  busy: 'callee-busy',
  'no-answer': 'callee-no-answer',
  failed: 'dial-failed',
  canceled: 'dial-canceled',
};

const FINAL: ReadonlySet<unknown> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Reads the form of a status callback; never throws. Of the error's text, which can hold addresses, only a number. */
export function parseTwilioStatus(form: Record<string, unknown>): TwilioStatus {
  if (form.StreamEvent === 'stream-error') {
    const text = typeof form.StreamError === 'string' ? form.StreamError : '';
    return { kind: 'stream-error', code: /(?<!\d)\d{5}(?!\d)/.exec(text)?.[0] ?? 'unknown' };
  }
  // A stream's own callbacks may name the call's status of the moment; they are about the stream.
  if (form.StreamEvent !== undefined) return { kind: 'other' };
  // The second is Telnyx's word for it.
  if (form.CallStatus === 'in-progress' || form.CallStatus === 'answered') return { kind: 'answered' };
  return isFinal(form.CallStatus) ? { kind: 'call-over', status: form.CallStatus } : { kind: 'other' };
}

function isFinal(status: unknown): status is FinalStatus {
  return FINAL.has(status);
}

/**
 * What became of a `<Dial>`, from the form of its `action`. Source: Twilio docs, `<Dial>`, "DialCallStatus values";
 * `answered` is there for conferences.
 */
export function dialOutcome(form: Record<string, unknown>): TransferOutcome {
  switch (form.DialCallStatus) {
    case 'completed':
    case 'answered':
      return 'completed';
    case 'busy':
    case 'no-answer':
      return form.DialCallStatus;
    default:
      return 'failed';
  }
}

/** Whether the form of a webhook tells that the call it is about is over. */
export function isOver(form: Record<string, unknown>): boolean {
  return isFinal(form.CallStatus);
}

/** What has answered a call out, from the form of Twilio's `AsyncAmdStatusCallback`: `human`, `machine_start` …  */
export function answeredBy(form: Record<string, unknown>): string | undefined {
  const { AnsweredBy: result } = form;
  return typeof result === 'string' && /^[a-z_]{1,40}$/.test(result) ? result : undefined;
}
