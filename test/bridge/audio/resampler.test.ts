import { Resampler, type SampleRate } from '../../../bridge/src/audio/resampler';
import { amplitudeOf, signalToNoise, tone } from './signals';

const RATES: readonly SampleRate[] = [8000, 16_000, 24_000];
const PAIRS = RATES.flatMap((from) => RATES.filter((to) => to !== from).map((to) => [from, to] as const));

/** All at once, or in chunks of the given sizes in turn. */
function resampled(
  from: SampleRate,
  to: SampleRate,
  input: Int16Array,
  sizes?: readonly number[],
): Int16Array {
  const resampler = new Resampler(from, to);
  const output: number[] = [];
  for (let [at, turn] = [0, 0]; at < input.length; turn += 1) {
    const chunk = input.subarray(at, at + (sizes?.[turn % sizes.length] ?? input.length));
    const target = new Int16Array(resampler.mostFor(chunk.length));
    output.push(...target.subarray(0, resampler.process(chunk, chunk.length, target)));
    at += chunk.length;
  }
  return Int16Array.from(output);
}

const decibels = (ratio: number): number => 20 * Math.log10(ratio);

describe.each(PAIRS)('from %i to %i Hz', (from, to) => {
  const lower = Math.min(from, to);
  /** Of the filter, in output samples. */
  const delay = (20 * to) / lower;

  it('gives out as many samples as fit the rates, in the end exactly', () => {
    const resampler = new Resampler(from, to);
    const target = new Int16Array(10_000);
    let [count, written] = [0, 0];
    for (const size of [1, 7, 160, 0, 333, 1601, 4, 480, 14]) {
      written += resampler.process(new Int16Array(size), size, target);
      count += size;
      expect(written).toBe(Math.ceil((count * to) / from));
    }
  });

  it('does not depend on how the input was cut', () => {
    const input = tone(700, from, 4000).map((sample, index) => sample + ((index * 7919) % 977));
    const whole = resampled(from, to, input);
    expect(resampled(from, to, input, [1])).toEqual(whole);
    expect(resampled(from, to, input, [3, 1, 160, 11, 640])).toEqual(whole);
  });

  it.each([0.01, 0.1, 0.25, 0.4, 0.4375])('passes %f of the lower rate within 0.01 dB', (fraction) => {
    const frequency = fraction * lower;
    const settled = resampled(from, to, tone(frequency, from, from)).subarray(2 * delay);
    // Whole periods.
    const part = settled.subarray(0, Math.floor((settled.length * frequency) / to) * (to / frequency));
    expect(Math.abs(decibels(amplitudeOf(frequency, to, part) / 16_000))).toBeLessThan(0.01);
  });

  it('puts a tone where it belongs, also after a minute', () => {
    const seconds = 60;
    const resampler = new Resampler(from, to);
    const target = new Int16Array(to / 50 + 1);
    let [last, written] = [new Int16Array(0), 0];
    for (let chunk = 0; chunk < seconds * 50; chunk += 1) {
      const count = from / 50;
      const got = resampler.process(tone(1000, from, count, 16_000, chunk * count), count, target);
      last = target.slice(0, got);
      written += got;
    }
    const wanted = tone(1000, to, last.length, 16_000, written - last.length - delay);
    expect(signalToNoise(wanted, last)).toBeGreaterThan(75);
  });

  it('clips what the filter throws beyond 16 bits, and does not wrap it round', () => {
    const square = Int16Array.from({ length: 2000 }, (_, index) => (index % 40 < 20 ? 32_767 : -32_768));
    const output = resampled(from, to, square).subarray(2 * delay);
    // A wrapped sample would lie far from both its neighbours.
    const half = Math.round((20 * to) / from);
    for (let index = half; index < output.length; index += 1) {
      const jump = Math.abs((output[index] ?? 0) - (output[index - 1] ?? 0));
      expect(jump).toBeLessThan(65_000);
    }
    expect(Math.max(...output)).toBe(32_767);
    expect(Math.min(...output)).toBe(-32_768);
  });

  it('is as new after a reset', () => {
    const resampler = new Resampler(from, to);
    const target = new Int16Array(2000);
    resampler.process(tone(1000, from, 333), 333, target);
    resampler.reset();
    const written = resampler.process(new Int16Array(480), 480, target);
    expect(target.subarray(0, written).every((sample) => sample === 0)).toBe(true);
    expect(written).toBe(Math.ceil((480 * to) / from));
  });
});

describe('what must not be heard', () => {
  it.each([4500, 5000, 6000, 7900])('%i Hz at 16 kHz leaves nothing at 8 kHz', (frequency) => {
    const output = resampled(16_000, 8000, tone(frequency, 16_000, 16_000)).subarray(80);
    const loudest = Math.max(...output.map(Math.abs));
    // 80 dB below 16,000 is 1.6: of the rounding not more than one step is left.
    expect(loudest).toBeLessThanOrEqual(2);
  });

  it.each([
    [8000, 16_000],
    [8000, 24_000],
    [16_000, 24_000],
  ] as const)('no images of a tone from %i to %i Hz', (from, to) => {
    const frequency = 0.4 * from;
    const output = resampled(from, to, tone(frequency, from, from)).subarray(200, 200 + to / 2);
    for (const image of [from - frequency, from + frequency].filter((each) => each < to / 2)) {
      expect(decibels(amplitudeOf(image, to, output) / 16_000)).toBeLessThan(-80);
    }
  });
});
