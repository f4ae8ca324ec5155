import type { Clock, Timer } from '../clock';
import { FRAME_MS } from './audio';

const SLOT_MS = 5;
const SLOTS = FRAME_MS / SLOT_MS;
/** Timers have whole milliseconds: one that fires by less than that too soon is taken for being in time. */
const EARLY_MS = 1;

/** Whom the frame clock calls every 20 ms. */
export interface FrameListener {
  /** @param slot the time, on the clock's grid, for which this call is due; the call itself may come later */
  frame(slot: number): void;
}

/**
 * The 20 ms clock of all calls: one timer that fires every 5 ms while anyone listens, instead of one a call. Its
 * listeners are spread evenly over four slots, so that not all frames leave at once. The grid is fixed by the first
 * listener: a late tick shifts none after it, and whoever was missed (a blocked process) is called once, with the
 * latest slot of its own.
 */
export class FrameClock {
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<FrameListener>());
  #origin = 0;
  /** The running number of the slot that is due next; the `n`th is due at `#origin + 5 n`. */
  #next = 0;
  #timer: Timer | undefined;

  constructor(private readonly clock: Clock) {}

  /** Calls `listener` from now on, first within 20 ms, until the timer is cancelled. */
  add(listener: FrameListener): Timer {
    if (!this.#timer) {
      this.#origin = this.clock.now();
      this.#next = 1;
      this.#arm(this.#origin);
    }
    const slot = this.#emptiest();
    slot.add(listener);
    return {
      cancel: () => {
        if (!slot.delete(listener) || this.#slots.some((other) => other.size > 0)) return;
        this.#timer?.cancel();
        this.#timer = undefined;
      },
    };
  }

  /** Of equally filled slots the one that is due first. */
  #emptiest(): Set<FrameListener> {
    let best = this.#slot(this.#next);
    for (let ahead = 1; ahead < SLOTS; ahead += 1) {
      const other = this.#slot(this.#next + ahead);
      if (other.size < best.size) best = other;
    }
    return best;
  }

  #slot(number: number): Set<FrameListener> {
    const slot = this.#slots[number % SLOTS];
    if (!slot) throw new RangeError('a slot has a whole number');
    return slot;
  }

  #arm(now: number): void {
    this.#timer = this.clock.after(this.#origin + this.#next * SLOT_MS - now, this.#tick);
  }

  readonly #tick = (): void => {
    const now = this.clock.now();
    const origin = this.#origin;
    const last = Math.floor((now - origin + EARLY_MS) / SLOT_MS);
    const first = Math.max(this.#next, last - SLOTS + 1);
    this.#next = Math.max(this.#next, last + 1);
    this.#arm(now);
    for (let number = first; number <= last; number += 1) {
      for (const listener of this.#slot(number)) listener.frame(origin + number * SLOT_MS);
    }
  };
}
