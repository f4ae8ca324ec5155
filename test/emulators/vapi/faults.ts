import type { Fault } from './types';

interface Waiting {
  fault: Fault;
  /** Matching requests that still pass. */
  skip: number;
  /** How often it may still act. */
  left: number;
  /** When its time is over; it begins with the first request that it spoils. */
  end: number | undefined;
}

/** Requests that are to be spoiled, in the order they were asked for: each once, a number of times, or for a time. */
export class Faults {
  private waiting: Waiting[] = [];

  /** @param now monotonic milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @throws {Error} for a number or a time that is none */
  add(fault: Fault): void {
    const { times, forMs, skip = 0 } = fault;
    if (!(Number.isInteger(skip) && skip >= 0))
      throw new Error(`skip is ${skip}: a whole number from 0 was expected.`);
    if (times !== undefined && !(Number.isInteger(times) && times > 0))
      throw new Error(`times is ${times}: a whole number above 0 was expected.`);
    if (forMs !== undefined && !(Number.isFinite(forMs) && forMs > 0))
      throw new Error(`forMs is ${forMs}: a number of milliseconds above 0 was expected.`);
    // For a time is as often as it fits, unless a number is given too.
    this.waiting.push({ fault, skip, left: times ?? (forMs === undefined ? 1 : Infinity), end: undefined });
  }

  clear(): void {
    this.waiting = [];
  }

  /** Takes the first fault that fits. */
  take(method: string, path: string): Fault | undefined {
    const now = this.now();
    this.waiting = this.waiting.filter(({ end }) => end === undefined || now < end);
    const found = this.waiting.find(
      ({ fault }) => (fault.method ?? method).toUpperCase() === method && matches(fault.path, path),
    );
    if (!found) return undefined;
    if (found.skip > 0) {
      found.skip -= 1;
      return undefined;
    }
    const { forMs } = found.fault;
    if (forMs !== undefined) found.end ??= now + forMs;
    found.left -= 1;
    if (found.left <= 0) this.waiting = this.waiting.filter((entry) => entry !== found);
    return found.fault;
  }
}

function matches(wanted: string | RegExp | undefined, path: string): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === 'string' ? wanted === path : wanted.test(path);
}
