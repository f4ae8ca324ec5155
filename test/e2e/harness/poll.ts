import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  timeoutMs: number;
  intervalMs?: number;
  /** Added to the error at the time limit: what was seen last. */
  describe?: () => string;
}

/**
 * Asks again and again until there is an answer. What the question throws ends the polling.
 *
 * @param what completes the sentence "Waited … s for"
 * @param ask answers undefined for "not yet"
 * @throws after `timeoutMs`
 */
export async function poll<T>(
  what: string,
  options: PollOptions,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) {
      const seen = options.describe?.() ?? '';
      throw new Error(`Waited ${options.timeoutMs / 1000} s for ${what}.${seen === '' ? '' : ` ${seen}`}`);
    }
    await sleep(options.intervalMs ?? 50);
  }
}
