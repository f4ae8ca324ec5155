import { poll } from './poll';

/**
 * Waits until a process has written something to its log, which comes through a pipe and so may come after the answer
 * that it is about.
 *
 * @throws with the end of the log, when it does not come
 */
export async function waitForLog(process: { log(): string }, wanted: string | RegExp): Promise<void> {
  const describe = (): string => `The log ends with: ${process.log().slice(-2000)}`;
  await poll(`"${wanted}" in the log`, { timeoutMs: 60_000, describe }, () => {
    const log = process.log();
    const isThere = typeof wanted === 'string' ? log.includes(wanted) : wanted.test(log);
    return Promise.resolve(isThere || undefined);
  });
}
