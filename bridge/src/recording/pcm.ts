import { endianness } from 'node:os';
import { decodeMuLaw } from '../relay/codec';

/** Two channels of 16 bits. */
export const STEREO_BYTES = 4;

/** The linear sample of each mu-law code. */
const linear = Int16Array.from({ length: 256 }, (_, code) => decodeMuLaw(code));

/** Writes mu-law audio to `target` as PCM s16le, two bytes for each. */
export function writeLinear(audio: Buffer, target: Buffer): void {
  for (let index = 0; index < audio.length; index += 1) {
    const sample = linear[audio[index]!]!;
    target[2 * index] = sample;
    target[2 * index + 1] = sample >> 8;
  }
}

/** The same where it lies in a pair, as a number of 32 bits whose lower half comes first in the file. */
const inLeft = Int32Array.from(linear, (sample) => sample & 0xffff);
const inRight = Int32Array.from(linear, (sample) => sample << 16);
const isLittleEndian = endianness() === 'LE';

/** Writes two tracks of mu-law, equally long, to `target` as interleaved PCM s16le, four bytes for each pair. */
export function interleave(left: Buffer, right: Buffer, target: Buffer): void {
  const { length } = left;
  if (!isLittleEndian || target.byteOffset % STEREO_BYTES !== 0) {
    for (let at = 0; at < length; at += 1) {
      target.writeInt32LE(inLeft[left[at]!]! | inRight[right[at]!]!, STEREO_BYTES * at);
    }
    return;
  }
  const pairs = new Int32Array(target.buffer, target.byteOffset, length);
  for (let at = 0; at < length; at += 1) pairs[at] = inLeft[left[at]!]! | inRight[right[at]!]!;
}

/** The loudest that still counts as quiet, as a mu-law magnitude: some -39 dB of full scale. */
const QUIET_MAGNITUDE = 0x20;

/** Whether nothing louder than a line's noise is in mu-law audio. */
export function isQuiet(audio: Buffer): boolean {
  for (const code of audio) if ((~code & 0x7f) >= QUIET_MAGNITUDE) return false;
  return true;
}
