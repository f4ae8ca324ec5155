import type { Direction } from '../relay/meter';

/** Upper ends of the buckets in ms; a frame lasts 20. */
const BOUNDS_MS = [0.25, 0.5, 1, 2, 5, 10, 20, 40, 100, 250, 1000] as const;
const BUCKETS = BOUNDS_MS.length + 1;

interface Sample {
  metricName: string;
  labels: Record<string, string>;
  value: number;
}

/**
 * A Prometheus histogram of relay delays. It is fed a hundred times a second and call, which is why it isn't the
 * client library's: that one looks its labels up at each observation. Here an observation is a few comparisons and
 * two additions, and the rest is done when somebody asks.
 */
export class RelayDelay {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly #toAssistant = new DelayCounts();
  readonly #toCaller = new DelayCounts();

  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  /** @param ms below zero counts as zero: a clock that is read twice may have been early */
  observe(direction: Direction, ms: number): void {
    (direction === 'to_caller' ? this.#toCaller : this.#toAssistant).add(ms);
  }

  /** In the shape that the client library's registry asks its metrics for. */
  get(): { name: string; help: string; type: string; aggregator: string; values: Sample[] } {
    const { name, help, type, aggregator } = this;
    const values = [
      ...this.#toAssistant.samples(name, 'to_assistant'),
      ...this.#toCaller.samples(name, 'to_caller'),
    ];
    return { name, help, type, aggregator, values };
  }

  reset(): void {
    this.#toAssistant.reset();
    this.#toCaller.reset();
  }
}

/** How many observations fell into each bucket, and their sum. */
class DelayCounts {
  // Doubles, because a counter of 32 bits is full after a day of many calls.
  readonly #counts = new Float64Array(BUCKETS);
  #sumMs = 0;

  add(ms: number): void {
    let bucket = 0;
    // Nearly all fall into the first ones, so searching from there is as fast as it gets.
    while (bucket < BOUNDS_MS.length && ms > (BOUNDS_MS[bucket] as number)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    if (ms > 0) this.#sumMs += ms;
  }

  samples(name: string, direction: Direction): Sample[] {
    let count = 0;
    const buckets = Array.from(this.#counts, (ofBucket, index): Sample => {
      count += ofBucket;
      const bound = BOUNDS_MS[index];
      const le = bound === undefined ? '+Inf' : String(bound / 1000);
      return { metricName: `${name}_bucket`, labels: { le, direction }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: { direction }, value: this.#sumMs / 1000 },
      { metricName: `${name}_count`, labels: { direction }, value: count },
    ];
  }

  reset(): void {
    this.#counts.fill(0);
    this.#sumMs = 0;
  }
}
