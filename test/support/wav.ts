import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repoRoot } from './repo';

/** WAVE format tag of 8-bit G.711 mu-law (RFC 2361, WAVE_FORMAT_MULAW). */
const MULAW_TAG = 7;
const SAMPLE_RATE = 8000;

/** Folder of the recordings; their words are in its README. */
export const speechDir = join(repoRoot, 'test', 'fixtures', 'audio');

/**
 * Reads an 8 kHz mono mu-law WAV file.
 *
 * @returns the samples, one byte each (8 bytes are a millisecond)
 * @throws Error that names the file and what is wrong with it
 */
export function readMulawWav(path: string): Buffer {
  const file = readFileSync(path);
  const fail = (problem: string): Error =>
    new Error(`${path} is not an 8 kHz mono mu-law WAV file: ${problem}`);
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF') throw fail('it does not start with RIFF');
  if (file.toString('latin1', 8, 12) !== 'WAVE') throw fail('its RIFF type is not WAVE');

  let described = false;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + size);
    if (body.length < size) throw fail(`chunk "${id}" promises ${size} bytes, ${body.length} are there`);
    if (id === 'fmt ') {
      if (size < 16) throw fail(`its "fmt " chunk has ${size} bytes, 16 are needed`);
      const [tag, channels, rate] = [body.readUInt16LE(0), body.readUInt16LE(2), body.readUInt32LE(4)];
      if (tag !== MULAW_TAG || channels !== 1 || rate !== SAMPLE_RATE) {
        throw fail(`format tag ${tag}, ${channels} channel(s), ${rate} Hz`);
      }
      described = true;
    } else if (id === 'data') {
      if (!described) throw fail('its data comes before its format');
      return Buffer.from(body);
    }
    // Chunks are padded to even lengths.
    at += 8 + size + (size % 2);
  }
  throw fail('it has no data chunk');
}

/** Writes mu-law samples (8 kHz, mono) as a WAV file with the `fact` chunk that compressed formats need. */
export function writeMulawWav(path: string, mulaw: Buffer): void {
  const padding = mulaw.length % 2;
  const header = Buffer.alloc(58);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(header.length - 8 + mulaw.length + padding, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(18, 16);
  header.writeUInt16LE(MULAW_TAG, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.writeUInt16LE(0, 36);
  header.write('fact', 38, 'latin1');
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(mulaw.length, 46);
  header.write('data', 50, 'latin1');
  header.writeUInt32LE(mulaw.length, 54);
  writeFileSync(path, Buffer.concat([header, mulaw, Buffer.alloc(padding)]));
}

/** Names that {@link loadSpeech} knows, for example `caller-ask`. */
export function speechNames(): string[] {
  return readdirSync(speechDir)
    .filter((file) => file.endsWith('.wav'))
    .map((file) => basename(file, '.wav'))
    .sort();
}

/**
 * The mu-law samples of a recording in test/fixtures/audio.
 *
 * @param name file name without `.wav`
 */
export function loadSpeech(name: string): Buffer {
  const names = speechNames();
  if (!names.includes(name)) {
    throw new Error(
      `There is no recording "${name}" in test/fixtures/audio. There are: ${names.join(', ')}.`,
    );
  }
  return readMulawWav(join(speechDir, `${name}.wav`));
}
