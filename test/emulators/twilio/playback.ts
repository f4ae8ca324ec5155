import { FRAME_BYTES, SILENCE } from './lineClock';

export interface PlayedFrame {
  /** 160 bytes for the caller's ear, padded with silence. */
  frame: Buffer;
  /** How many of them came from the server. */
  bytes: number;
  /** Marks whose audio is over as this frame begins. */
  marks: string[];
}

/**
 * What Twilio keeps to play to the caller: audio in the order it came, with marks between.
 * Time is what `nextFrame` makes of it: one call is 20 ms of the caller's life.
 *
 * Source: Twilio docs, Media Streams WebSocket messages (media, mark, clear to Twilio).
 */
export class PlaybackBuffer {
  private readonly chunks: Buffer[] = [];
  private offset = 0;
  private queuedTo = 0;
  private playedTo = 0;
  private frameInTheAir = false;
  private marks: Array<{ name: string; position: number }> = [];

  /** Bytes that wait to be played. */
  get size(): number {
    return this.queuedTo - this.playedTo;
  }

  push(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.chunks.push(bytes);
    this.queuedTo += bytes.length;
  }

  /** @returns true when nothing is left to play, so the mark is to be echoed at once */
  mark(name: string): boolean {
    if (this.size === 0 && !this.frameInTheAir) return true;
    this.marks.push({ name, position: this.queuedTo });
    return false;
  }

  /** Throws away what is queued. Marks that wait are given back: Twilio echoes them although nobody heard. */
  clear(): { droppedBytes: number; marks: string[] } {
    const droppedBytes = this.size;
    const marks = this.marks.map((mark) => mark.name);
    this.chunks.length = 0;
    this.offset = 0;
    this.marks = [];
    this.playedTo = this.queuedTo;
    return { droppedBytes, marks };
  }

  /** The next 20 ms. */
  nextFrame(): PlayedFrame {
    const heard = this.playedTo;
    const marks = this.marks.filter((mark) => mark.position <= heard).map((mark) => mark.name);
    this.marks = this.marks.filter((mark) => mark.position > heard);

    const frame = Buffer.alloc(FRAME_BYTES, SILENCE);
    let bytes = 0;
    for (let chunk = this.chunks[0]; chunk && bytes < FRAME_BYTES; chunk = this.chunks[0]) {
      const copied = chunk.copy(frame, bytes, this.offset);
      bytes += copied;
      this.offset += copied;
      if (this.offset === chunk.length) {
        this.chunks.shift();
        this.offset = 0;
      }
    }
    this.playedTo += bytes;
    this.frameInTheAir = bytes > 0;
    return { frame, bytes, marks };
  }
}
