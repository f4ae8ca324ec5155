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

/** Whether this is mu-law's zero throughout, in either of its codes: 0xff (positive) or 0x7f (negative). */
export function isSilent(audio: Buffer): boolean {
  return audio.every((byte) => (byte | 0x80) === SILENCE_BYTE);
}
