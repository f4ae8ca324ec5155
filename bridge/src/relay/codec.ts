/** Added before the logarithm is taken, so that the segments begin at powers of two (ITU-T G.711, on 16 bits). */
const BIAS = 0x84;
/** The largest value that can be told from the next smaller one. */
const CLIP = 32_635;

/** The mu-law code (ITU-T G.711, table 2) of a linear sample of 16 bits. */
export function encodeMuLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const segment = 24 - Math.clz32(magnitude);
  const step = (magnitude >> (segment + 3)) & 0x0f;
  // All bits are sent inverted, the sign bit is set for what is positive.
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | step) & 0xff;
}

/** The linear sample, in 16 bits, that a mu-law code stands for. */
export function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 0x07)) - BIAS;
  return bits & 0x80 ? -magnitude || 0 : magnitude;
}
