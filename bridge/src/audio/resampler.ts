import { lowPass } from './lowPass';

/** Rates that audio can be moved between, in Hz. */
export type SampleRate = 8000 | 16_000 | 24_000;

/** Reach of the filter to each side, in samples of the lower rate: 2.5 ms at 8 kHz, which is the delay. */
const REACH = 20;
/** With this shape and reach the transition takes an eighth of the lower rate, and the stop band lies 80 dB down. */
const KAISER_BETA = 7.9;

/** The filter of a pair of rates, shared by all streams. */
interface Filter {
  /** Output samples for each `down` input samples, in lowest terms. */
  up: number;
  down: number;
  /** How many input samples each output sample is made of. */
  taps: number;
  /** For each of the `up` phases its coefficients, for the oldest input sample first. */
  phases: readonly Float64Array[];
}

const filters = new Map<string, Filter>();

/**
 * Changes the sampling rate of a stream of linear 16-bit samples: a band-limited polyphase FIR filter, whose state is
 * kept from chunk to chunk, so that the output doesn't depend on how the input was cut. Positions are counted in whole
 * numbers: nothing drifts, ever.
 *
 * With f the lower of the two rates the pass band reaches to 0.4375 f (3.5 kHz at 8 kHz) within 0.01 dB, and what lies
 * above 0.5625 f (4.5 kHz) is 80 dB down: neither images nor, in the telephone band, aliases can be heard. The delay
 * is 20 samples of the lower rate.
 */
export class Resampler {
  readonly #filter: Filter;
  /** The last samples of the input, as many as one output sample needs, then the chunk that is being read. */
  #input: Float64Array;
  /** The phase of the next output sample, and how many samples of the next chunk lie before it. */
  #phase = 0;
  #skip = 0;

  constructor(from: SampleRate, to: SampleRate) {
    this.#filter = filterOf(from, to);
    this.#input = new Float64Array(this.#filter.taps - 1 + from / 50);
  }

  /** The most samples that come out for so many that go in. */
  mostFor(count: number): number {
    return Math.ceil((count * this.#filter.up) / this.#filter.down);
  }

  /**
   * Takes in the first `count` samples of `input`.
   * @param output holds `mostFor(count)` samples
   * @returns how many of them were written
   */
  process(input: Int16Array, count: number, output: Int16Array): number {
    const { up, down, taps, phases } = this.#filter;
    const kept = taps - 1;
    this.#reserve(kept + count);
    const samples = this.#input;
    for (let index = 0; index < count; index += 1) samples[kept + index] = input[index] as number;
    let written = 0;
    let newest = this.#skip;
    let phase = this.#phase;
    while (newest < count) {
      const coefficients = phases[phase] as Float64Array;
      let sum = 0;
      for (let tap = 0; tap < taps; tap += 1) {
        sum += (coefficients[tap] as number) * (samples[newest + tap] as number);
      }
      output[written] = clipped(Math.round(sum));
      written += 1;
      phase += down;
      newest += Math.floor(phase / up);
      phase %= up;
    }
    this.#skip = newest - count;
    this.#phase = phase;
    samples.copyWithin(0, count, count + kept);
    return written;
  }

  /** Forgets what came before, as if the stream began. */
  reset(): void {
    this.#input.fill(0);
    this.#phase = 0;
    this.#skip = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#input.length) return;
    const larger = new Float64Array(length);
    larger.set(this.#input);
    this.#input = larger;
  }
}

function filterOf(from: SampleRate, to: SampleRate): Filter {
  const key = `${from}-${to}`;
  const filter = filters.get(key) ?? design(from, to);
  filters.set(key, filter);
  return filter;
}

function design(from: SampleRate, to: SampleRate): Filter {
  const divisor = commonDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  // The filter runs at the rate that is a multiple of both.
  const common = from * up;
  const lower = Math.min(from, to);
  const prototype = lowPass(2 * REACH * (common / lower) + 1, lower / 2 / common, KAISER_BETA);
  const taps = Math.ceil(prototype.length / up);
  const phases = Array.from({ length: up }, (_, phase) =>
    // Zeros stand between the input samples, so only each `up`-th coefficient counts, and the sum is made up for them.
    Float64Array.from({ length: taps }, (_, tap) => (prototype[phase + (taps - 1 - tap) * up] ?? 0) * up),
  );
  return { up, down, taps, phases };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function clipped(sample: number): number {
  return sample > 32_767 ? 32_767 : sample < -32_768 ? -32_768 : sample;
}
