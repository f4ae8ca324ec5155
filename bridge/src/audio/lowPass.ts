/**
 * The coefficients of a linear-phase low pass: a sinc under a Kaiser window (Oppenheim and Schafer, "Discrete-Time
 * Signal Processing", 7.5.3).
 * @param length how many; odd, so that the delay is whole samples: (length - 1) / 2
 * @param cutoff where the response is half, as a fraction of the sampling rate
 * @param beta the window's shape: the larger, the weaker the stop band and the wider the transition
 * @returns coefficients whose sum is 1
 */
export function lowPass(length: number, cutoff: number, beta: number): Float64Array {
  const middle = (length - 1) / 2;
  const coefficients = new Float64Array(length);
  let sum = 0;
  for (let index = 0; index < length; index += 1) {
    const distance = index - middle;
    const window = besselI0(beta * Math.sqrt(1 - (distance / middle) ** 2)) / besselI0(beta);
    coefficients[index] = 2 * cutoff * sinc(2 * cutoff * distance) * window;
    sum += coefficients[index] as number;
  }
  return coefficients.map((coefficient) => coefficient / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The modified Bessel function of the first kind and order zero, by its series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * Number.EPSILON; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
