/** Length of a frame on the phone line. */
export const FRAME_MS = 20;
/** Bytes of a frame: 8000 mu-law samples a second. */
export const FRAME_BYTES = 160;
/** A mu-law byte of silence. */
export const SILENCE = 0xff;

/** The time and the timer a {@link LineClock} runs on. */
export interface TimeSource {
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls back after about so many milliseconds, never at once; returns how to cancel that. */
  after(ms: number, callback: () => void): () => void;
}

export const realTime: TimeSource = {
  now: () => performance.now(),
  after: (ms, callback) => {
    if (ms <= 0) {
      // After what has come in meanwhile; a timer would run before it.
      const soon = setImmediate(callback);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Ticks every 20 ms without drift: tick n is due at start + n · 20 ms, however late the ones before came.
 * After a stall the missed ticks follow at once, as audio does that was held up on its way, but one at a time, so that
 * what the other end has sent meanwhile is heard in between.
 */
export class LineClock {
  private ticks = 0;
  private startedAt = 0;
  private cancel: (() => void) | undefined;
  private running = false;

  constructor(
    private readonly onTick: () => void,
    private readonly time: TimeSource = realTime,
  ) {}

  start(): void {
    this.running = true;
    this.startedAt = this.time.now();
    this.schedule();
  }

  stop(): void {
    this.running = false;
    this.cancel?.();
    this.cancel = undefined;
  }

  private schedule(): void {
    const due = this.startedAt + (this.ticks + 1) * FRAME_MS;
    this.cancel = this.time.after(Math.max(0, due - this.time.now()), () => this.tick());
  }

  private tick(): void {
    this.ticks += 1;
    this.onTick();
    if (this.running) this.schedule();
  }
}
