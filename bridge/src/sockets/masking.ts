import { randomFillSync } from 'node:crypto';

/** Below this a view of whole words costs more than it saves. */
const MIN_BY_WORD = 64;

/** The key as it lies in memory, to be read as a word in whatever byte order the machine has. */
const keyBytes = new Uint8Array(4);
const keyWord = new Int32Array(keyBytes.buffer);

/** The memory that was masked last as words, and the one before: frames are read and written in shared memory. */
let latest: Int32Array = new Int32Array();
let earlier: Int32Array = new Int32Array();

function wordsOf(memory: ArrayBufferLike): Int32Array {
  if (latest.buffer === memory) return latest;
  [latest, earlier] = [earlier, latest];
  if (latest.buffer !== memory) latest = new Int32Array(memory, 0, memory.byteLength >>> 2);
  return latest;
}

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
    const view = wordsOf(bytes.buffer);
    const word = keyWord[0]!;
    const first = (bytes.byteOffset + at) >>> 2;
    const behind = first + ((end - at) >>> 2);
    for (let index = first; index < behind; index += 1) view[index]! ^= word;
    at += 4 * (behind - first);
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
