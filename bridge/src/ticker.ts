import type { Clock, Timer } from './clock';

/** Timers have whole milliseconds: one that fires by less than that too soon is taken for being in time. */
const EARLY_MS = 1;

/** Whom a ticker calls once a period. */
export interface TickListener {
  /** @param slot the time, on the ticker's grid, for which this call is due; the call itself may come later */
  tick(slot: number): void;
}

/**
 * One timer for many listeners, each of which is called once a period. They are spread evenly over the slots of a
 * period, so that not all the work is done at once. The grid is fixed by the first listener: a late tick shifts none
 * after it, and whoever was missed (a blocked process) is called once, with the latest slot of its own.
 */
export class Ticker {
  readonly #slots: Set<TickListener>[];
  readonly #slotMs: number;
  #listeners = 0;
  #origin = 0;
  /** The running number of the slot that is due next; the `n`th is due at `#origin + n` slots. */
  #next = 0;
  #timer: Timer | undefined;

  /** @param slotMs how far the slots of a period, `slots` of them, are apart */
  constructor(
    private readonly clock: Clock,
    { slots, slotMs }: { slots: number; slotMs: number },
  ) {
    this.#slots = Array.from({ length: slots }, () => new Set<TickListener>());
    this.#slotMs = slotMs;
  }

  /** Calls `listener` from now on, first within a period, until the timer is cancelled. */
  add(listener: TickListener): Timer {
    if (!this.#timer) {
      this.#origin = this.clock.now();
      this.#next = 1;
      this.#arm(this.#origin);
    }
    const slot = this.#emptiest();
    slot.add(listener);
    this.#listeners += 1;
    return {
      cancel: () => {
        if (!slot.delete(listener)) return;
        this.#listeners -= 1;
        if (this.#listeners > 0) return;
        this.#timer?.cancel();
        this.#timer = undefined;
      },
    };
  }

  /** Of equally filled slots the one that is due first. */
  #emptiest(): Set<TickListener> {
    let best = this.#slot(this.#next);
    for (let ahead = 1; ahead < this.#slots.length; ahead += 1) {
      const other = this.#slot(this.#next + ahead);
      if (other.size < best.size) best = other;
    }
    return best;
  }

  #slot(number: number): Set<TickListener> {
    const slot = this.#slots[number % this.#slots.length];
    if (!slot) throw new RangeError('a slot has a whole number');
    return slot;
  }

  #arm(now: number): void {
    this.#timer = this.clock.after(this.#origin + this.#next * this.#slotMs - now, this.#tick);
  }

  readonly #tick = (): void => {
    const now = this.clock.now();
    const origin = this.#origin;
    const last = Math.floor((now - origin + EARLY_MS) / this.#slotMs);
    const first = Math.max(this.#next, last - this.#slots.length + 1);
    this.#next = Math.max(this.#next, last + 1);
    this.#arm(now);
    for (let number = first; number <= last; number += 1) {
      for (const listener of this.#slot(number)) listener.tick(origin + number * this.#slotMs);
    }
  };
}
