import type { AudioTap } from './observer';

/** Everyone who listens to a session, as one. */
export class Taps implements AudioTap {
  readonly #taps = new Set<AudioTap>();

  get size(): number {
    return this.#taps.size;
  }

  add(tap: AudioTap): void {
    this.#taps.add(tap);
  }

  remove(tap: AudioTap): void {
    this.#taps.delete(tap);
  }

  caller(audio: Buffer, at: number): void {
    for (const tap of this.#taps) tap.caller(audio, at);
  }

  assistant(frame: Buffer, playsAt: number): void {
    for (const tap of this.#taps) tap.assistant(frame, playsAt);
  }

  cleared(at: number): void {
    for (const tap of this.#taps) tap.cleared(at);
  }

  ended(at: number): void {
    for (const tap of this.#taps) tap.ended(at);
    this.#taps.clear();
  }
}
