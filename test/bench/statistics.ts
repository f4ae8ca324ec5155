/**
 * The value below which a share of the values lies, interpolated between neighbours.
 *
 * @param share from 0 to 1, e.g. 0.95
 * @throws RangeError without values
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There is no quantile of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Two measurements made right after one another, so that what else the machine does hits both alike. */
export type Pair = readonly [number, number];

export interface RatioEstimate {
  ratio: number;
  /** 95 % of the resampled ratios are between these two. */
  low: number;
  high: number;
}

/**
 * How much longer the first of each pair takes than the second: the ratio of the medians, with the range that
 * resampling the pairs gives (percentile bootstrap).
 *
 * @param seed the same seed gives the same range
 */
export function ratioOfMedians(pairs: readonly Pair[], resamples = 2_000, seed = 1): RatioEstimate {
  const random = randomNumbers(seed);
  const ratioOf = (sample: readonly Pair[]): number =>
    median(sample.map(([first]) => first)) / median(sample.map(([, second]) => second));
  const ratios = Array.from({ length: resamples }, () =>
    ratioOf(pairs.map(() => pairs[Math.floor(random() * pairs.length)] as Pair)),
  );
  return { ratio: ratioOf(pairs), low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) };
}

/** Numbers from 0 to below 1 that look random and are the same for the same seed (mulberry32, in the public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
