const FIRST_MS = 1000;
const LONGEST_MS = 300_000;
/** Longer than any restart; a server that asks for more is asked again all the same. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait after so many failures in a row: 1 s, doubled each time, 5 min at most, and up to a half less, so
 * that what has failed together doesn't come back together.
 * @param random 0 to 1
 */
export function backOffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(longest * (1 - random / 2));
}

/**
 * The header `Retry-After`, in ms: seconds or a date (RFC 9110, 10.2.3); 0 where it says nothing. An hour at most.
 * @param now milliseconds since 1970
 */
export function retryAfterMs(header: string | string[] | undefined, now: number): number {
  if (typeof header !== 'string') return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS);
}
