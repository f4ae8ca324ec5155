import { decodeMuLaw, encodeMuLaw } from '../relay/codec';

/** Linear samples are kept as 16 bits here; a code stands for one of 256 of them. */
const CODES = 256;
const SAMPLES = 65_536;
const LOWEST = -32_768;
/** A-law's even bits are sent inverted, and the sign bit is set for what is positive. */
const A_LAW_INVERSION = 0x55;

/** The linear sample that each mu-law code stands for (ITU-T G.711, table 2, on 16 bits). */
export const MU_LAW_TO_LINEAR: Int16Array = Int16Array.from({ length: CODES }, (_, code) =>
  decodeMuLaw(code),
);

/** The same for A-law (ITU-T G.711, table 1). */
export const A_LAW_TO_LINEAR: Int16Array = Int16Array.from({ length: CODES }, (_, code) => decodeALaw(code));

/** The mu-law code of each linear sample, the lowest first. */
const LINEAR_TO_MU_LAW = tableOf(encodeMuLaw);
const LINEAR_TO_A_LAW = tableOf(encodeALaw);

/**
 * The mu-law code of a linear sample of 16 bits. A sample on the border of two codes gets the one further from zero,
 * which the recommendation leaves open.
 */
export function muLawOf(sample: number): number {
  return LINEAR_TO_MU_LAW[sample - LOWEST] as number;
}

/** The A-law code of a linear sample of 16 bits. A negative one on the border gets the code nearer to zero. */
export function aLawOf(sample: number): number {
  return LINEAR_TO_A_LAW[sample - LOWEST] as number;
}

function tableOf(encode: (sample: number) => number): Uint8Array {
  return Uint8Array.from({ length: SAMPLES }, (_, index) => encode(index + LOWEST));
}

function encodeALaw(sample: number): number {
  const magnitude = sample < 0 ? ~sample : sample;
  // The first two segments have steps of 16, each further one doubles them.
  const segment = Math.max(0, 24 - Math.clz32(magnitude));
  const step = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | step) ^ A_LAW_INVERSION;
}

function decodeALaw(code: number): number {
  const bits = code ^ A_LAW_INVERSION;
  const segment = (bits >> 4) & 0x07;
  const step = bits & 0x0f;
  // The middle of the step.
  const magnitude = segment === 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}
