/** When a request came and until when it waits, as the trigger put it on its item. */
export interface RequestTimes {
  receivedAt: string | undefined;
  deadlineAt: string | undefined;
}

/** How long the answer took, in milliseconds, and whether it came after the deadline. */
export function timing({ receivedAt, deadlineAt }: RequestTimes): { elapsedMs?: number; late?: true } {
  const now = Date.now();
  return {
    ...(receivedAt === undefined ? {} : { elapsedMs: now - Date.parse(receivedAt) }),
    // The trigger has sent the fallback by now.
    ...(deadlineAt !== undefined && now > Date.parse(deadlineAt) ? { late: true } : {}),
  };
}
