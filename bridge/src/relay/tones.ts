import { BYTES_PER_MS, FRAME_BYTES, SILENCE_BYTE, SILENCE_FRAME } from './audio';
import { encodeMuLaw } from './codec';

const SAMPLES_PER_SECOND = BYTES_PER_MS * 1000;
/** The peak of the largest sine that mu-law carries, and its level (ITU-T G.711, 5): +3.17 dBm0. */
const FULL_SCALE = 32_635;
const FULL_SCALE_DBM = 3.17;

/** Ringing as heard in North America: 440 and 480 Hz at -19 dBm each; here 1 s of tone and 2 s of pause. */
const RINGING = { frequencies: [440, 480], level: -19, toneFrames: 50, pauseFrames: 100 };
/** A key is heard for 100 ms; receivers want 40 ms at least (ITU-T Q.24). */
export const KEY_MS = 100;
const KEY_LEVEL = -10;
/** The two tones of a key: one of its row, one of its column (ITU-T Q.23). */
const KEY_ROWS = ['123A', '456B', '789C', '*0#D'];
const KEY_ROW_HZ = [697, 770, 852, 941];
const KEY_COLUMN_HZ = [1209, 1336, 1477, 1633];

/** Between two keys a receiver wants 40 ms of pause at least (ITU-T Q.24). */
const KEY_PAUSE_MS = 60;

let ringing: Buffer[] | undefined;
const keyTones = new Map<string, Buffer>();

/** The frames of 20 ms that a caller hears who has to wait: the `index`th of ringing that goes on for ever. */
export function ringingFrame(index: number): Buffer {
  const frames = (ringing ??= makeRinging());
  return frames[index % frames.length] ?? SILENCE_FRAME;
}

/** 100 ms of the tones of a key, in whole frames; `undefined` when there is no such key. */
export function keyTone(digit: string): Buffer | undefined {
  const known = keyTones.get(digit);
  if (known) return known;
  const row = digit.length === 1 ? KEY_ROWS.findIndex((keys) => keys.includes(digit)) : -1;
  const rowHz = KEY_ROW_HZ[row];
  const columnHz = KEY_COLUMN_HZ[KEY_ROWS[row]?.indexOf(digit) ?? -1];
  if (rowHz === undefined || columnHz === undefined) return undefined;
  const tone = sines([rowHz, columnHz], KEY_LEVEL, KEY_MS * BYTES_PER_MS);
  keyTones.set(digit, tone);
  return tone;
}

/** The tones of some keys, one after the other, each with a pause behind it; other characters are left out. */
export function keySequence(digits: string): Buffer {
  const pause = Buffer.alloc(KEY_PAUSE_MS * BYTES_PER_MS, SILENCE_BYTE);
  const tones = [...digits].map((digit) => keyTone(digit)).filter((tone) => tone !== undefined);
  return Buffer.concat(tones.flatMap((tone) => [tone, pause]));
}

function makeRinging(): Buffer[] {
  const { frequencies, level, toneFrames, pauseFrames } = RINGING;
  const tone = sines(frequencies, level, toneFrames * FRAME_BYTES);
  const frames = Array.from({ length: toneFrames }, (_, index) =>
    tone.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES),
  );
  return frames.concat(Array.from({ length: pauseFrames }, () => SILENCE_FRAME));
}

/** The sum of sines of the given level in dBm0 each, as mu-law. */
function sines(frequencies: readonly number[], level: number, samples: number): Buffer {
  const peak = FULL_SCALE * 10 ** ((level - FULL_SCALE_DBM) / 20);
  const audio = Buffer.alloc(samples);
  for (let at = 0; at < samples; at += 1) {
    let sum = 0;
    for (const hertz of frequencies) sum += peak * Math.sin((2 * Math.PI * hertz * at) / SAMPLES_PER_SECOND);
    audio[at] = encodeMuLaw(Math.round(sum));
  }
  return audio;
}
