/** A pending timer. Cancelling one that has fired, or twice, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Monotonic time in milliseconds, and timers on it. Tests put a virtual one in its place. */
export interface Clock {
  now(): number;
  after(ms: number, run: () => void): Timer;
}

/** The process's own clock. It knows how many timers are pending, so that leftovers can be seen. */
export class SystemClock implements Clock {
  readonly #pending = new Set<NodeJS.Timeout>();

  get pending(): number {
    return this.#pending.size;
  }

  now(): number {
    return performance.now();
  }

  after(ms: number, run: () => void): Timer {
    const handle = setTimeout(
      () => {
        this.#pending.delete(handle);
        run();
      },
      Math.max(0, ms),
    );
    this.#pending.add(handle);
    return {
      cancel: () => {
        clearTimeout(handle);
        this.#pending.delete(handle);
      },
    };
  }
}

/**
 * Calls `run` every `periodMs`, on the grid of its first call: a late tick doesn't shift those after it, and ticks
 * that were missed altogether (a blocked process) are skipped, not made up for.
 */
export function every(clock: Clock, periodMs: number, run: () => void): Timer {
  let due = clock.now() + periodMs;
  let cancelled = false;
  let timer = clock.after(periodMs, tick);
  function tick(): void {
    const now = clock.now();
    due += periodMs * Math.max(1, Math.floor((now - due) / periodMs) + 1);
    timer = clock.after(due - now, tick);
    run();
  }
  return {
    cancel: () => {
      if (cancelled) return;
      cancelled = true;
      timer.cancel();
    },
  };
}
