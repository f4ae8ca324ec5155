/** 20 ms of mu-law at 8 kHz: what every side sends at a time. */
const FRAME = 160;

/** 0xFF in mu-law: what the line carries when nobody speaks. */
const SILENCE = 0xff;

/**
 * The frames of a stream in which somebody speaks, in order. Silent ones are left out, because how many of them lie
 * between two utterances depends on the clock; the recordings have none inside (test/fixtures/audio/README.md).
 *
 * @param stream whole frames, e.g. all caller bytes that Vapi received
 */
export function spokenFrames(stream: Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at < stream.length; at += FRAME) frames.push(stream.subarray(at, at + FRAME));
  return Buffer.concat(frames.filter((frame) => frame.some((byte) => byte !== SILENCE)));
}

/** A recording as whole frames: the last one is filled up with silence. */
export function padded(recording: Buffer): Buffer {
  const missing = (FRAME - (recording.length % FRAME)) % FRAME;
  return Buffer.concat([recording, Buffer.alloc(missing, SILENCE)]);
}
