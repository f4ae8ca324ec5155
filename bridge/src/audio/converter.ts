import { A_LAW_TO_LINEAR, aLawOf, MU_LAW_TO_LINEAR, muLawOf } from './g711';
import { readLinear, SAMPLE_BYTES, writeLinear } from './linear';
import { Resampler, type SampleRate } from './resampler';

/** How a carrier sends and takes audio: one channel, without any header. */
export interface AudioFormat {
  encoding: 'mu-law' | 'a-law' | 'l16-little' | 'l16-big';
  sampleRate: SampleRate;
}

/** Mu-law at 8 kHz, which is what everything but the carriers' own edges works with. */
export const RELAY_FORMAT: AudioFormat = { encoding: 'mu-law', sampleRate: 8000 };

/** Chunks last 20 ms as a rule; for a longer one the memory grows. */
const CHUNKS_PER_S = 50;

/**
 * Converts one stream of audio from one format to another. Chunks may be of any length, and half a sample at the end
 * of one is left out, since each message holds whole samples. The memory is kept, so a frame costs no garbage.
 *
 * Between mu-law and linear at the same rate each code comes back as it was, but for the negative zero (0x7f), which
 * becomes the positive one.
 */
export class Converter {
  readonly #from: AudioFormat;
  readonly #to: AudioFormat;
  readonly #resampler: Resampler | undefined;
  #linear: Int16Array;
  #resampled = new Int16Array(0);
  #bytes = Buffer.alloc(0);
  /** The beginning of `#bytes` as long as it was last needed. */
  #view = this.#bytes;

  constructor(from: AudioFormat, to: AudioFormat) {
    this.#from = from;
    this.#to = to;
    this.#linear = new Int16Array(from.sampleRate / CHUNKS_PER_S);
    if (from.sampleRate !== to.sampleRate) this.#resampler = new Resampler(from.sampleRate, to.sampleRate);
  }

  /** @returns bytes that are valid until the next call; they may be those of `audio` */
  convert(audio: Buffer): Buffer {
    if (this.#from.encoding === this.#to.encoding && !this.#resampler) return audio;
    const count = this.#read(audio);
    const resampler = this.#resampler;
    if (!resampler) return this.#write(this.#linear, count);
    const most = resampler.mostFor(count);
    if (most > this.#resampled.length) this.#resampled = new Int16Array(most);
    return this.#write(this.#resampled, resampler.process(this.#linear, count, this.#resampled));
  }

  /** Forgets what came before: nothing of it will be heard in what comes next. */
  reset(): void {
    this.#resampler?.reset();
  }

  #read(audio: Buffer): number {
    const { encoding } = this.#from;
    const isLinear = encoding === 'l16-little' || encoding === 'l16-big';
    const count = isLinear ? audio.length >> 1 : audio.length;
    if (count > this.#linear.length) this.#linear = new Int16Array(count);
    if (isLinear) return readLinear(audio, encoding === 'l16-big' ? 'big' : 'little', this.#linear);
    const table = encoding === 'mu-law' ? MU_LAW_TO_LINEAR : A_LAW_TO_LINEAR;
    for (let index = 0; index < count; index += 1) {
      this.#linear[index] = table[audio[index] as number] as number;
    }
    return count;
  }

  #write(samples: Int16Array, count: number): Buffer {
    const { encoding } = this.#to;
    switch (encoding) {
      case 'mu-law': {
        const bytes = this.#target(count);
        for (let index = 0; index < count; index += 1) bytes[index] = muLawOf(samples[index] as number);
        return bytes;
      }
      case 'a-law': {
        const bytes = this.#target(count);
        for (let index = 0; index < count; index += 1) bytes[index] = aLawOf(samples[index] as number);
        return bytes;
      }
      case 'l16-little':
      case 'l16-big': {
        const bytes = this.#target(count * SAMPLE_BYTES);
        writeLinear(samples, count, encoding === 'l16-big' ? 'big' : 'little', bytes);
        return bytes;
      }
    }
  }

  #target(length: number): Buffer {
    // Not from Node's pool: what is kept for a whole call would keep 8 KiB of it.
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(length);
    if (length !== this.#view.length || this.#view.buffer !== this.#bytes.buffer) {
      this.#view = this.#bytes.subarray(0, length);
    }
    return this.#view;
  }
}
