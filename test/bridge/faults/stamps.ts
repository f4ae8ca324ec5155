import { isSilence } from '../support/audio';

/** 20 ms of mu-law at 8 kHz. */
export const FRAME_BYTES = 160;
export const SILENCE: Buffer = Buffer.alloc(FRAME_BYTES, 0xff);
const MARK = 0xa7;

/** A frame of audio that tells whose it is and which one, and is different in all its bytes from the next. */
export function stampedFrame(stream: number, sequence: number): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_BYTES);
  frame[0] = MARK;
  frame.writeUInt32LE(stream, 1);
  frame.writeUInt32LE(sequence, 5);
  let state = Math.imul(stream + 1, 0x9e3779b1) ^ Math.imul(sequence + 1, 0x85ebca6b);
  for (let at = 9; at < FRAME_BYTES; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    frame[at] = (state >>> 16) % 255;
  }
  return frame;
}

/**
 * Checks a stream of stamped frames as it comes in: all of them, in order, every byte as it was. Silence between
 * them is not looked at; other audio, such as a tone that a relay plays, is counted.
 */
export class StampReader {
  /** Frames that came as they should have. */
  received = 0;
  /** Frames that are neither ours nor silence. */
  foreign = 0;
  /** The first thing that was wrong. */
  problem: string | undefined;

  constructor(private readonly stream: number) {}

  /** Takes a message of audio: one frame, or several that have waited together on the way. */
  read(message: Buffer): void {
    if (message.length % FRAME_BYTES !== 0) this.problem ??= `${message.length} bytes came, not whole frames`;
    for (let at = 0; at < message.length; at += FRAME_BYTES) {
      this.#readFrame(message.subarray(at, at + FRAME_BYTES));
    }
  }

  #readFrame(audio: Buffer): void {
    if (isSilence(audio)) return;
    if (audio[0] !== MARK || audio.length !== FRAME_BYTES || audio.readUInt32LE(1) !== this.stream) {
      this.foreign += 1;
      return;
    }
    const sequence = audio.readUInt32LE(5);
    if (sequence !== this.received) {
      this.problem ??= `frame ${sequence} came when ${this.received} was due`;
    } else if (!audio.equals(stampedFrame(this.stream, sequence))) {
      this.problem ??= `frame ${sequence} came altered`;
    }
    this.received = sequence + 1;
  }
}
