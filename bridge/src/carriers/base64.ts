const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 0x3d;

/** The value of each character; negative for a byte that is none. */
const VALUES = new Int32Array(256).fill(-1);
for (let value = 0; value < ALPHABET.length; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

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
