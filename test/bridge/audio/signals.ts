/** A tone in 16-bit samples. @param frequency Hz @param from the number of its first sample */
export function tone(
  frequency: number,
  rate: number,
  count: number,
  amplitude = 16_000,
  from = 0,
): Int16Array {
  return Int16Array.from({ length: count }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * frequency * (from + index)) / rate)),
  );
}

/** The amplitude of one frequency in a signal. */
export function amplitudeOf(frequency: number, rate: number, signal: ArrayLike<number>): number {
  let [real, imaginary] = [0, 0];
  for (let index = 0; index < signal.length; index += 1) {
    const angle = (2 * Math.PI * frequency * index) / rate;
    real += (signal[index] ?? 0) * Math.cos(angle);
    imaginary += (signal[index] ?? 0) * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / signal.length;
}

/** The ratio of a signal's power to that of its difference from what it should be, in dB. */
export function signalToNoise(wanted: ArrayLike<number>, got: ArrayLike<number>): number {
  let [signal, noise] = [0, 0];
  for (let index = 0; index < wanted.length; index += 1) {
    const value = wanted[index] ?? 0;
    signal += value ** 2;
    noise += (value - (got[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

/**
 * The band-limited signal that samples stand for (Shannon's interpolation), taken at `up` times their rate: a sinc of
 * 100 samples to each side under a Blackman window, in double precision. What a perfect resampler would give.
 */
export function interpolated(samples: Int16Array, up: number): Float64Array {
  const reach = 100;
  const kernel = Float64Array.from({ length: 2 * reach * up + 1 }, (_, index) => {
    const x = index / up - reach;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / reach) + 0.08 * Math.cos((2 * Math.PI * x) / reach);
    return x === 0 ? 1 : (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  });
  return Float64Array.from({ length: samples.length * up }, (_, at) => {
    const middle = Math.floor(at / up);
    let sum = 0;
    for (
      let index = Math.max(0, middle - reach + 1);
      index < Math.min(samples.length, middle + reach);
      index += 1
    ) {
      sum += (samples[index] ?? 0) * (kernel[at - index * up + reach * up] ?? 0);
    }
    return sum;
  });
}
