import { MU_LAW_TO_LINEAR, muLawOf } from '../../../../bridge/src/audio/g711';

/** Mu-law as Vonage has it: 16 bits, the low byte first. */
export function linearOf(mulaw: Buffer): Buffer {
  const bytes = Buffer.alloc(mulaw.length * 2);
  mulaw.forEach((code, index) => bytes.writeInt16LE(MU_LAW_TO_LINEAR[code] ?? 0, 2 * index));
  return bytes;
}

export function samplesOf(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(2 * index));
}

/** Vonage's samples in mu-law. */
export function mulawOf(bytes: Buffer): Buffer {
  return Buffer.from(samplesOf(bytes).map(muLawOf));
}
