import { BYTES_PER_MS, SILENCE_BYTE } from './audio';
import { ByteQueue } from './byteQueue';
import type { AssistantPeer } from './peer';
import type { CallSettings } from './settings';
import { KEY_MS, keyTone } from './tones';

/** Between two keys a receiver wants 40 ms of pause at least (ITU-T Q.24). */
const PAUSE_MS = 60;
const PAUSE = Buffer.alloc(PAUSE_MS * BYTES_PER_MS, SILENCE_BYTE);
/** Keys that may wait, in each stage: more than any number that somebody is asked for. Later ones are lost. */
const MAX_KEYS = 32;
const MAX_TONE_BYTES = MAX_KEYS * (KEY_MS + PAUSE_MS) * BYTES_PER_MS;
/** An assistant that has not taken this much is told nothing more until it has. */
const MAX_BACKLOG_BYTES = 4096;

/**
 * The keys that a caller presses, on their way to the assistant. What is pressed while there is no assistant, or while
 * it doesn't read, waits for it. Which keys they are is never logged.
 */
export class CallerKeys {
  readonly #tones = new ByteQueue();
  readonly #waiting: string[] = [];
  #assistant: AssistantPeer | undefined;

  constructor(private readonly mode: CallSettings['dtmf']) {}

  /** An assistant is there: it learns first of the keys that were pressed before. */
  open(assistant: AssistantPeer): void {
    this.#assistant = assistant;
    this.pump();
  }

  /** The assistant is gone; another one may come. */
  detach(): void {
    this.#assistant = undefined;
  }

  /** Forgets what waits, for good. */
  close(): void {
    this.#assistant = undefined;
    this.#waiting.length = 0;
    this.#tones.clear();
  }

  pressed(digit: string): void {
    if (this.mode === 'off' || this.#waiting.length >= MAX_KEYS) return;
    this.#waiting.push(digit);
    this.pump();
  }

  /** Passes on what waits, as far as the assistant takes it. To be called when its backlog has left. */
  pump(): void {
    const assistant = this.#assistant;
    if (!assistant) return;
    while (this.#waiting.length > 0 && assistant.backlogBytes < MAX_BACKLOG_BYTES) {
      const digit = this.#waiting.shift() ?? '';
      if (this.mode === 'tone') this.#sound(keyTone(digit));
      else assistant.tell(`The caller pressed the key ${digit} on their telephone keypad.`, true);
    }
  }

  /** The audio to pass on in place of the caller's `audio`: as long as it, with the tones of keys in front. */
  mix(audio: Buffer): Buffer {
    if (this.#tones.length === 0) return audio;
    const tones = this.#tones.take(audio.length);
    return Buffer.concat([tones, audio.subarray(tones.length)]);
  }

  #sound(tone: Buffer | undefined): void {
    if (!tone || this.#tones.length + tone.length + PAUSE.length > MAX_TONE_BYTES) return;
    this.#tones.push(tone);
    // Behind the last one, too: the next key may come while nothing waits any more.
    this.#tones.push(PAUSE);
  }
}
