import { FRAME_MS } from './lineClock';
import type { Jitter } from './types';

/** @throws Error for numbers by which nothing would be held back, or nothing would come through */
export function checkJitter({ everyMs, holdMs }: Jitter): void {
  if (Number.isFinite(everyMs) && holdMs >= FRAME_MS && holdMs < everyMs) return;
  throw new Error(
    `The jitter's holdMs ${holdMs} and everyMs ${everyMs} don't fit: ` +
      `holdMs must be at least ${FRAME_MS} and less than everyMs.`,
  );
}

/**
 * What the network does to the caller's audio: the last `holdMs` of every `everyMs` are held back and come in a
 * burst, together with the frame after them. Time is counted in frames; nothing is lost or changes its place.
 */
export class JitterBuffer<T> {
  private readonly held: T[] = [];
  private atMs = 0;

  constructor(private readonly jitter: Jitter | undefined) {}

  /** Takes the next frame; answers what is due with it. */
  pass(frame: T): T[] {
    const place = this.jitter ? this.atMs % this.jitter.everyMs : 0;
    this.atMs += FRAME_MS;
    this.held.push(frame);
    if (this.jitter && place >= this.jitter.everyMs - this.jitter.holdMs) return [];
    return this.flush();
  }

  /** Gives out what is held back. */
  flush(): T[] {
    return this.held.splice(0);
  }
}
