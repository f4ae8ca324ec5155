import { frameHeaderLength, OPCODE, writeFrameHeader } from '../sockets/frames';
import { encodeBase64, encodedLength } from './base64';

/** Frames of the usual 20 ms have some 300 bytes. Larger ones are rare, and no call needs to keep one. */
const MAX_KEPT = 1024;
const END = '"}}';

/**
 * Writes the messages that carry audio in JSON, in base64 and last of all, as ready-made WebSocket frames. One frame is
 * kept and written over and over, because only the audio in it changes.
 */
export class JsonMediaWriter {
  /** The message up to its audio. */
  readonly #head: string;
  #frame: Buffer | undefined;
  /** Length of the audio in `#frame`, and where it begins there. */
  #audioLength = 0;
  #audioAt = 0;

  /** @param message a message without any audio, ASCII, which ends in `"}}` right behind where the audio goes */
  constructor(message: string) {
    this.#head = message.slice(0, -END.length);
  }

  /**
   * The frame around `audio`: an unmasked text frame.
   * @returns bytes that are valid until the next call, unless `release` comes before
   */
  write(audio: Buffer): Buffer {
    let frame = this.#frame;
    if (!frame || audio.length !== this.#audioLength) frame = this.#build(audio.length);
    encodeBase64(audio, frame, this.#audioAt);
    return frame;
  }

  /** The frame last written is needed longer, so that the next one must have bytes of its own. */
  release(): void {
    this.#frame = undefined;
  }

  #build(audioLength: number): Buffer {
    const length = this.#head.length + encodedLength(audioLength) + END.length;
    const headerLength = frameHeaderLength(length, false);
    // Not from Node's pool: what is kept for a whole call would keep 8 KiB of it.
    const frame = Buffer.allocUnsafeSlow(headerLength + length);
    writeFrameHeader(frame, 0, OPCODE.text, length);
    frame.write(this.#head, headerLength, 'latin1');
    frame.write(END, headerLength + length - END.length, 'latin1');
    this.#audioAt = headerLength + this.#head.length;
    this.#audioLength = audioLength;
    this.#frame = frame.length <= MAX_KEPT ? frame : undefined;
    return frame;
  }
}
