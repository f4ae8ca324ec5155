/** Frames of a call have some 170 to 250 bytes. */
const SCRATCH_BYTES = 4096;

let bytes = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
let view = bytes.subarray(0, 0);

/**
 * Room for one frame, the same for all sockets of the process: nearly every frame leaves within the call that sends it.
 * Valid until the next call; undefined when the frame is too long for it.
 */
export function scratch(length: number): Buffer | undefined {
  if (length > SCRATCH_BYTES) return undefined;
  // Frames of audio are all of one length, so that the same view serves one after the other.
  if (view.length !== length) view = bytes.subarray(0, length);
  return view;
}

/** Leaves the room to whom it was given last, since its bytes have not left yet; the others get a new one. */
export function leaveScratch(): void {
  bytes = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  view = bytes.subarray(0, 0);
}
