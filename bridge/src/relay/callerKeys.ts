import { BYTES_PER_MS, SILENCE_BYTE } from './audio';
import { ByteQueue } from './byteQueue';
import type { AssistantPeer } from './peer';
import type { CallSettings } from './settings';
import { keyTone } from './tones';

/** Between two keys a receiver wants 40 ms of pause at least (ITU-T Q.24). */
const PAUSE = Buffer.alloc(60 * BYTES_PER_MS, SILENCE_BYTE);
/** Tones that may wait: nobody presses keys faster than they sound, and holds it for longer than this. */
const MAX_WAITING_BYTES = 3000 * BYTES_PER_MS;

/** The keys that a caller presses, on their way to the assistant. Which keys they are is never logged. */
export class CallerKeys {
  readonly #tones = new ByteQueue();

  constructor(private readonly mode: CallSettings['dtmf']) {}

  /** A key was pressed. `assistant` is told of it where messages are wanted, and if it is there. */
  pressed(digit: string, assistant: AssistantPeer | undefined): void {
    if (this.mode === 'message') {
      assistant?.tell(`The caller pressed the key ${digit} on their telephone keypad.`, true);
    } else if (this.mode === 'tone') {
      this.#sound(keyTone(digit));
    }
  }

  /** The audio to pass on in place of the caller's `audio`: as long as it, with the tones of keys in front. */
  mix(audio: Buffer): Buffer {
    if (this.#tones.length === 0) return audio;
    const tones = this.#tones.take(audio.length);
    return Buffer.concat([tones, audio.subarray(tones.length)]);
  }

  #sound(tone: Buffer | undefined): void {
    if (!tone || this.#tones.length + tone.length + PAUSE.length > MAX_WAITING_BYTES) return;
    if (this.#tones.length > 0) this.#tones.push(PAUSE);
    this.#tones.push(tone);
  }
}
