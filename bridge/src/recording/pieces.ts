import { STEREO_BYTES } from './pcm';
import { BYTES_PER_MS } from '../relay/audio';

/** As much as goes to a file at once: 2 s of a call. */
export const PIECE_BYTES = 2000 * BYTES_PER_MS * STEREO_BYTES;
/** So many are kept for use again: 4 MB. */
const MAX_FREE = 64;

const free: Buffer[] = [];

/** Memory for a piece of audio that goes to a file: fresh memory for each would cost more than what is put into it. */
export function takePiece(bytes: number): Buffer {
  const piece = free.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
  return piece.subarray(0, bytes);
}

/** A piece is not needed any more. What isn't one is left alone. */
export function returnPiece(piece: Buffer): void {
  if (piece.byteOffset !== 0 || piece.buffer.byteLength !== PIECE_BYTES || free.length >= MAX_FREE) return;
  free.push(Buffer.from(piece.buffer));
}
