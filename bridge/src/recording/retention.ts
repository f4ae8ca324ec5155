import type { Recording } from './recording';

export interface RetentionLimits {
  /** How long recordings are kept after their end; 0: for ever. */
  days: number;
  /** How much room they may take up together; 0: any. */
  bytes: number;
}

const DAY_MS = 86_400_000;

/** What is to be deleted: what is too old, and the oldest of what is too much. Never one that is being made. */
export function expired(recordings: readonly Recording[], limits: RetentionLimits, now: Date): Recording[] {
  const oldestFirst = recordings.filter(({ state }) => state === 'ready').sort((a, b) => endOf(a) - endOf(b));
  const born = limits.days === 0 ? -Infinity : now.getTime() - limits.days * DAY_MS;
  let excess = limits.bytes === 0 ? -Infinity : total(recordings) - limits.bytes;
  return oldestFirst.filter((recording) => {
    if (endOf(recording) >= born && excess <= 0) return false;
    excess -= recording.bytes;
    return true;
  });
}

function endOf({ endedAt, startedAt }: Recording): number {
  return Date.parse(endedAt ?? startedAt);
}

function total(recordings: readonly Recording[]): number {
  return recordings.reduce((sum, { bytes }) => sum + bytes, 0);
}
