import { frameHeaderLength, OPCODE, writeFrameHeader } from '../../sockets/frames';
import { encodeBase64, encodedLength } from '../base64';
import { mediaMessage } from './protocol';

/** Frames of the usual 20 ms have 302 bytes. Larger ones are rare, and no call needs to keep one. */
const MAX_KEPT = 1024;
const END = '"}}';

/**
 * Writes `media` messages of one stream as ready-made WebSocket frames. One frame is kept and written over and over,
 * because only the audio in it changes.
 */
export class MediaWriter {
  /** The message up to its audio. */
  readonly #head: string;
  #frame: Buffer | undefined;
  /** Length of the audio in `#frame`, and where it begins there. */
  #audioLength = 0;
  #audioAt = 0;

  /** @param streamSid as it was read from `start` */
  constructor(streamSid: string) {
    this.#head = mediaMessage(streamSid, Buffer.alloc(0)).slice(0, -END.length);
  }

  /**
   * The frame around `audio`: an unmasked text frame of `mediaMessage`.
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
