import { SILENCE_BYTE } from '../relay/audio';

const FIRST_BYTES = 4096;

/**
 * The part of one side's audio that may still change: mu-law by its position on the timeline, in samples from the
 * start. What was written nowhere is silence; what was taken is gone.
 */
export class Track {
  #bytes: Buffer = Buffer.alloc(FIRST_BYTES, SILENCE_BYTE);
  /** The position of the first byte. */
  #base = 0;
  /** Behind the last position that was written. */
  #end = 0;
  #begin = Infinity;

  /** @param maxSamples how far beyond what was taken anything may be written */
  constructor(private readonly maxSamples: number) {}

  /** Behind the last position that holds anything. */
  get end(): number {
    return this.#end;
  }

  /** The first position that holds anything; Infinity: none does. */
  get begin(): number {
    return this.#begin;
  }

  /** Writes audio; what lies before the part that may change, or too far beyond it, is left out. */
  write(at: number, audio: Buffer): void {
    const from = Math.max(at, this.#base);
    const to = Math.min(at + audio.length, this.#base + this.maxSamples);
    if (from >= to) return;
    this.#reserve(to);
    audio.copy(this.#bytes, from - this.#base, from - at, to - at);
    this.#begin = Math.min(this.#begin, from);
    this.#end = Math.max(this.#end, to);
  }

  /** Makes everything from `at` on silence. */
  clearFrom(at: number): void {
    const from = Math.max(at, this.#base);
    if (from >= this.#end) return;
    this.#bytes.fill(SILENCE_BYTE, from - this.#base, this.#end - this.#base);
    this.#end = from;
  }

  /** Moves what lies from `from` on earlier, over what is there; no further than to what was taken. */
  moveBack(from: number, by: number): void {
    const to = from - by;
    if (to < this.#base || from >= this.#end) return;
    this.#bytes.copyWithin(to - this.#base, from - this.#base, this.#end - this.#base);
    this.#bytes.fill(SILENCE_BYTE, this.#end - by - this.#base, this.#end - this.#base);
    this.#begin = Math.min(this.#begin, to);
    this.#end -= by;
  }

  /**
   * The next `samples` of the track, at most as many as it has room for; valid until the track is written to or
   * `forget` is called.
   */
  peek(samples: number): Buffer {
    this.#reserve(this.#base + samples);
    return this.#bytes.subarray(0, samples);
  }

  /** The next `samples` were taken. */
  forget(samples: number): void {
    const kept = Math.max(0, this.#end - this.#base - samples);
    this.#bytes.copyWithin(0, samples, samples + kept);
    this.#bytes.fill(SILENCE_BYTE, kept, Math.max(kept, this.#end - this.#base));
    this.#base += samples;
    this.#end = Math.max(this.#end, this.#base);
  }

  #reserve(to: number): void {
    const needed = to - this.#base;
    if (needed <= this.#bytes.length) return;
    const bytes = Buffer.alloc(2 ** Math.ceil(Math.log2(needed)), SILENCE_BYTE);
    this.#bytes.copy(bytes);
    this.#bytes = bytes;
  }
}
