import type { Clock } from './clock';

/** A promise that is settled from outside, once. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly settled: boolean;
  readonly resolve: () => void;
}

export function deferred(): Deferred {
  let settled = false;
  let settle: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return {
    promise,
    get settled() {
      return settled;
    },
    resolve: () => {
      settled = true;
      settle();
    },
  };
}

/** Waits until one of `events` has happened or failed, but no longer than `ms`; leaves no timer behind. */
export async function within(clock: Clock, ms: number, ...events: Promise<void>[]): Promise<void> {
  const timeout = deferred();
  const timer = clock.after(ms, timeout.resolve);
  try {
    await Promise.race([timeout.promise, ...events]);
  } finally {
    timer.cancel();
  }
}
