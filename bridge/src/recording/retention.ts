import type { Recording } from './recording';

export interface RetentionLimits {
  /** How long recordings are kept after their end; 0: for ever. */
  days: number;
  /** How much room they may take up together; 0: any. */
  bytes: number;
}

const DAY_MS = 86_400_000;

/**
 * What is to be deleted: what is too old, and the oldest of what is too much. It looks no further than at the first one
 * that stays.
 * @param oldestFirst those that are complete, by their end
 * @param bytes of all, with those that are being made
 */
export function expired(
  oldestFirst: Iterable<Recording>,
  bytes: number,
  limits: RetentionLimits,
  now: Date,
): Recording[] {
  const born = limits.days === 0 ? -Infinity : now.getTime() - limits.days * DAY_MS;
  let excess = limits.bytes === 0 ? -Infinity : bytes - limits.bytes;
  const found: Recording[] = [];
  for (const recording of oldestFirst) {
    if (endOf(recording) >= born && excess <= 0) break;
    excess -= recording.bytes;
    found.push(recording);
  }
  return found;
}

function endOf({ endedAt, startedAt }: Recording): number {
  return Date.parse(endedAt ?? startedAt);
}
