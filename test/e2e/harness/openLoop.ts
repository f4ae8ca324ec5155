import { setTimeout as sleep } from 'node:timers/promises';

/** How time passes; tests have a clock of their own. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

const realClock: Clock = { now: () => performance.now(), sleep };

export interface Sent<T> {
  outcome: T;
  /** From the moment the request was due, not from when it was sent: a sender that lags hides no wait. */
  ms: number;
}

/**
 * Sends requests on schedule, whether or not the earlier ones are answered, as callers do.
 *
 * @param count how many, numbered from 0
 * @param perSecond how many become due in a second, evenly
 * @returns in the order of the numbers
 */
export async function openLoop<T>(
  count: number,
  perSecond: number,
  send: (n: number) => Promise<T>,
  clock: Clock = realClock,
): Promise<Array<Sent<T>>> {
  const began = clock.now();
  const sent: Array<Promise<Sent<T>>> = [];
  for (let n = 0; n < count; n++) {
    const due = began + (n * 1_000) / perSecond;
    const early = due - clock.now();
    if (early > 0) await clock.sleep(early);
    sent.push(send(n).then((outcome) => ({ outcome, ms: clock.now() - due })));
  }
  return await Promise.all(sent);
}
