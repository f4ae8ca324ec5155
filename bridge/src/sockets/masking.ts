import { randomFillSync } from 'node:crypto';

/** Below this a view of whole words costs more than it saves. */
const MIN_BY_WORD = 64;

/** The key as it lies in memory, to be read as a word in whatever byte order the machine has. */
const keyBytes = new Uint8Array(4);
const keyWord = new Int32Array(keyBytes.buffer);

/**
 * Applies a masking key, whose first byte is its highest, to bytes in place. Doing it twice restores them (RFC 6455,
 * 5.3).
 */
export function applyMask(bytes: Buffer, start: number, end: number, key: number): void {
  let at = start;
  if (end - start >= MIN_BY_WORD) {
    const lead = -(bytes.byteOffset + start) & 3;
    maskBytes(bytes, start, start + lead, key);
    at = start + lead;
    // The key turned by as many bytes, so that it fits the first whole word.
    for (let index = 0; index < 4; index += 1) keyBytes[index] = key >>> (24 - 8 * ((index + lead) & 3));
    const words = (end - at) >>> 2;
    const view = new Int32Array(bytes.buffer, bytes.byteOffset + at, words);
    const word = keyWord[0]!;
    for (let index = 0; index < words; index += 1) view[index]! ^= word;
    at += 4 * words;
  }
  maskBytes(bytes, at, end, key, at - start);
}

/** @param phase how many bytes of the payload lie before `start` */
function maskBytes(bytes: Buffer, start: number, end: number, key: number, phase = 0): void {
  for (let at = start, shift = phase; at < end; at += 1, shift += 1) {
    bytes[at]! ^= key >>> (24 - 8 * (shift & 3));
  }
}

/** Random numbers are drawn this many at a time: asking for four bytes at a time would cost more than the frame. */
const pool = new Int32Array(2048);
let left = 0;

/** A masking key that the other end can't foretell (RFC 6455, 5.3 and 10.3). */
export function maskingKey(): number {
  if (left === 0) {
    randomFillSync(pool);
    left = pool.length;
  }
  left -= 1;
  return pool[left]!;
}
