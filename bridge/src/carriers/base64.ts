const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 0x3d;

/** The value of each character; negative for a byte that is none. */
const VALUES = new Int32Array(256).fill(-1);
for (let value = 0; value < ALPHABET.length; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

/** The two characters for each 12 bits. */
const PAIRS = new Uint8Array(2 * 4096);
for (let bits = 0; bits < 4096; bits += 1) {
  PAIRS[2 * bits] = ALPHABET.charCodeAt(bits >> 6);
  PAIRS[2 * bits + 1] = ALPHABET.charCodeAt(bits & 63);
}

/** How many characters so many bytes take. */
export function encodedLength(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/**
 * Encodes all of `source` as base64 (RFC 4648, 4), padded. Written by hand because Node's encoder makes a string of
 * each frame, which is the larger part of the garbage of a call.
 * @param target holds at least `encodedLength(source.length)` bytes from `at` on
 */
export function encodeBase64(source: Uint8Array, target: Uint8Array, at: number): void {
  const whole = source.length - (source.length % 3);
  let to = at;
  for (let from = 0; from < whole; from += 3) {
    const bits = (source[from]! << 16) | (source[from + 1]! << 8) | source[from + 2]!;
    const high = (bits >> 11) & 0x1ffe;
    const low = (bits << 1) & 0x1ffe;
    target[to] = PAIRS[high]!;
    target[to + 1] = PAIRS[high + 1]!;
    target[to + 2] = PAIRS[low]!;
    target[to + 3] = PAIRS[low + 1]!;
    to += 4;
  }
  if (whole === source.length) return;
  const bits = (source[whole]! << 16) | ((source[whole + 1] ?? 0) << 8);
  target[to] = PAIRS[(bits >> 11) & 0x1ffe]!;
  target[to + 1] = PAIRS[((bits >> 11) & 0x1ffe) + 1]!;
  target[to + 2] = source.length - whole === 2 ? PAIRS[(bits << 1) & 0x1ffe]! : PADDING;
  target[to + 3] = PADDING;
}

/** How many bytes so many characters stand for at most. */
export function decodedLength(characters: number): number {
  return Math.ceil(characters / 4) * 3;
}

/**
 * Decodes base64 in its full form (RFC 4648, 4: this alphabet, padded, nothing else); Node's own decoder takes any
 * junk. Carriers send it in each frame of audio, so nothing is allocated.
 * @param source characters of it as bytes, from `start` up to `end`
 * @param target holds at least `decodedLength(end - start)` bytes; what lies behind the result may be overwritten
 * @returns the number of bytes written, or -1 when this is not base64
 */
export function decodeBase64(source: Uint8Array, start: number, end: number, target: Uint8Array): number {
  if ((end - start) % 4 !== 0) return -1;
  if (start === end) return 0;
  const padding = source[end - 1] !== PADDING ? 0 : source[end - 2] !== PADDING ? 1 : 2;
  const last = padding === 0 ? end : end - 4;
  let written = 0;
  // A negative value makes its whole group negative, and the sign stays here until the end.
  let signs = 0;
  for (let at = start; at < last; at += 4) {
    const bits =
      (valueAt(source, at) << 18) |
      (valueAt(source, at + 1) << 12) |
      (valueAt(source, at + 2) << 6) |
      valueAt(source, at + 3);
    signs |= bits;
    target[written] = bits >> 16;
    target[written + 1] = bits >> 8;
    target[written + 2] = bits;
    written += 3;
  }
  if (padding > 0) {
    const third = padding === 1 ? valueAt(source, last + 2) : 0;
    const bits = (valueAt(source, last) << 18) | (valueAt(source, last + 1) << 12) | (third << 6);
    signs |= bits;
    target[written] = bits >> 16;
    target[written + 1] = bits >> 8;
    written += 3 - padding;
  }
  return signs < 0 ? -1 : written;
}

function valueAt(source: Uint8Array, at: number): number {
  return VALUES[source[at] as number] as number;
}
