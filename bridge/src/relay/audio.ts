/** G.711 mu-law at 8 kHz, one channel: the only format on this path. It is moved, never decoded. */
export const BYTES_PER_MS = 8;
/** One frame is 20 ms. */
export const FRAME_MS = 20;
export const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;
/** mu-law's positive zero. */
export const SILENCE_BYTE = 0xff;
export const SILENCE_FRAME: Buffer = Buffer.alloc(FRAME_BYTES, SILENCE_BYTE);

export function durationMs(bytes: number): number {
  return bytes / BYTES_PER_MS;
}

/** Audio in 20 ms frames; a part of one counts as a fraction. */
export function framesIn(bytes: number): number {
  return bytes / FRAME_BYTES;
}

/**
 * Whether `audio` from `from` to `to` is mu-law's zero throughout, in either of its codes: 0xff (positive) or 0x7f
 * (negative).
 */
export function isSilent(audio: Buffer, from = 0, to: number = audio.length): boolean {
  for (let at = from; at < to; at += 1) {
    if (((audio[at] ?? 0) | 0x80) !== SILENCE_BYTE) return false;
  }
  return true;
}
