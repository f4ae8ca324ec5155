/** How one attempt ended, as far as repeating it goes. */
export interface Attempt {
  /** Undefined when no answer came. */
  status: number | undefined;
  /** There was no connection, so nothing can have been done. */
  refused?: boolean;
  /** From the `Retry-After` header. */
  retryAfterMs?: number;
}

/** What may happen twice. */
export type Repeatable =
  /** It changes nothing, or leaves the same behind however often it is done. */
  | 'always'
  /** It makes something new each time, and Vapi knows no idempotency key: a call placed twice rings twice. */
  | 'unlessDone';

/** Pauses before the second attempt, the third, and so on. */
export const RETRY_DELAYS_MS: readonly number[] = [1_000, 4_000];

/**
 * After 429: a burst of about 200 requests locks an organisation out for some 20 s (field report), so the pauses have
 * to outlast that together.
 */
export const RATE_LIMIT_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 16_000];

/** No server's wish makes an execution wait longer for one attempt. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Whether another attempt can help, and can do no harm. */
export function mayRepeat({ status, refused }: Attempt, repeatable: Repeatable): boolean {
  if (status === 429) return true;
  if (repeatable === 'unlessDone') return refused === true;
  return status === undefined || status === 408 || status >= 500;
}

/**
 * How long to wait before the next attempt.
 *
 * @param done attempts so far, from 1
 * @param random from 0 up to 1: executions that failed together do not come back together
 * @returns milliseconds: half of the step up to all of it, never less than the server asked for; undefined when it
 *   is time to give up
 */
export function pauseBefore(
  done: number,
  { status, retryAfterMs = 0 }: Attempt,
  random: number,
  delaysMs: readonly number[] = status === 429 ? RATE_LIMIT_DELAYS_MS : RETRY_DELAYS_MS,
): number | undefined {
  const step = delaysMs[done - 1];
  if (step === undefined) return undefined;
  return Math.max(step * (0.5 + random / 2), retryAfterMs);
}

/**
 * Reads `Retry-After`: seconds or a date. Source: RFC 9110, 10.2.3.
 *
 * @param now in milliseconds since 1970
 * @returns milliseconds, a minute at most; undefined when the header says nothing
 */
export function retryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS);
}
