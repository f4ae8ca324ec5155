import type { Clock, Timer } from '../../../bridge/src/clock';

interface Pending {
  at: number;
  order: number;
  run: () => void;
}

/** Time that passes only when told to. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #pending: Pending[] = [];

  /** @param lateness how late a timer fires, in ms, by its running number */
  constructor(
    start = 1000,
    private readonly lateness: (order: number) => number = () => 0,
  ) {
    this.#now = start;
  }

  get pending(): number {
    return this.#pending.length;
  }

  /** Time until the next timer fires; Infinity when there is none. */
  nextIn(): number {
    return Math.min(...this.#pending.map((entry) => entry.at)) - this.#now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    const order = this.#order++;
    const entry = { at: this.#now + Math.max(0, ms) + this.lateness(order), order, run };
    this.#pending.push(entry);
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== entry);
      },
    };
  }

  /** Lets `ms` pass, firing what falls due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#pending
        .filter((entry) => entry.at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#pending = this.#pending.filter((entry) => entry !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}
