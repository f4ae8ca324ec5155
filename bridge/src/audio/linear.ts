/** Bytes of a linear sample. */
export const SAMPLE_BYTES = 2;

const NATIVE_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Which byte of a 16-bit sample comes first. `big` is network order, as in RTP's L16 (RFC 3551, 4.5.11). */
export type ByteOrder = 'little' | 'big';

/**
 * Reads 16-bit samples from the beginning of `bytes`; half a sample at the end is left out.
 * @param target holds as many samples as there are
 * @returns how many there are
 */
export function readLinear(bytes: Uint8Array, order: ByteOrder, target: Int16Array): number {
  const count = bytes.length >> 1;
  const view = bytesOf(target);
  if ((order === 'little') === NATIVE_LITTLE) {
    view.set(count * SAMPLE_BYTES === bytes.length ? bytes : bytes.subarray(0, count * SAMPLE_BYTES));
  } else {
    swap(bytes, view, count);
  }
  return count;
}

/** Writes the first `count` samples to the beginning of `target`, which holds two bytes for each. */
export function writeLinear(samples: Int16Array, count: number, order: ByteOrder, target: Uint8Array): void {
  const view = bytesOf(samples);
  if ((order === 'little') === NATIVE_LITTLE) target.set(view.subarray(0, count * SAMPLE_BYTES));
  else swap(view, target, count);
}

function swap(source: Uint8Array, target: Uint8Array, count: number): void {
  for (let at = 0; at < count * SAMPLE_BYTES; at += SAMPLE_BYTES) {
    const first = source[at] as number;
    target[at] = source[at + 1] as number;
    target[at + 1] = first;
  }
}

function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
