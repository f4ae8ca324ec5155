/**
 * What Twilio tells afterwards, of a stream or of the call itself, as far as it matters to a call that still waits
 * for its stream. Sources: Twilio docs, `<Stream>` "statusCallback"; "Call resource", "CallStatus values".
 */
export type TwilioStatus =
  /** The stream could not be opened or broke; `code` is Twilio's error number, e.g. 31920 (handshake). */
  { kind: 'stream-error'; code: string } | { kind: 'call-over'; status: string } | { kind: 'other' };

const FINAL: ReadonlySet<unknown> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Reads the form of a status callback; never throws. Of the error's text, which can hold addresses, only a number. */
export function parseTwilioStatus(form: Record<string, unknown>): TwilioStatus {
  if (form.StreamEvent === 'stream-error') {
    const text = typeof form.StreamError === 'string' ? form.StreamError : '';
    return { kind: 'stream-error', code: /(?<!\d)\d{5}(?!\d)/.exec(text)?.[0] ?? 'unknown' };
  }
  // A stream's own callbacks may name the call's status of the moment; they are about the stream.
  if (form.StreamEvent === undefined && typeof form.CallStatus === 'string' && FINAL.has(form.CallStatus)) {
    return { kind: 'call-over', status: form.CallStatus };
  }
  return { kind: 'other' };
}
