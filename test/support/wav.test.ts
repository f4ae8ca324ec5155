import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpeech, readMulawWav, speechNames, writeMulawWav } from './wav';

describe('mu-law WAV files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wav-'));
  const path = join(folder, 'x.wav');
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([0, 1, 160, 8001])('come back as they were written: %d samples', (length) => {
    const samples = Buffer.from(Array.from({ length }, (_, index) => index % 256));
    writeMulawWav(path, samples);
    expect(readMulawWav(path)).toEqual(samples);
  });

  it('may have other chunks before the data', () => {
    writeMulawWav(path, Buffer.from([1, 2, 3, 4]));
    const plain = readFileSync(path);
    const list = Buffer.concat([Buffer.from('LIST'), Buffer.from([3, 0, 0, 0]), Buffer.from('abc\0')]);
    writeFileSync(path, Buffer.concat([plain.subarray(0, 12), list, plain.subarray(12)]));
    expect(readMulawWav(path)).toEqual(Buffer.from([1, 2, 3, 4]));
  });

  it.each<[string, (file: Buffer) => Buffer, RegExp]>([
    ['is empty', () => Buffer.alloc(0), /does not start with RIFF/],
    ['is something else', (file) => Buffer.concat([Buffer.from('JUNK'), file.subarray(4)]), /RIFF/],
    [
      'is a film',
      (file) => Buffer.from(file.toString('latin1').replace('WAVE', 'AVI '), 'latin1'),
      /not WAVE/,
    ],
    ['is PCM', (file) => Buffer.from(file).fill(1, 20, 21), /format tag 1, 1 channel/],
    ['is stereo', (file) => Buffer.from(file).fill(2, 22, 23), /2 channel/],
    ['is cut off', (file) => file.subarray(0, file.length - 2), /"data" promises 4 bytes, 2 are there/],
    ['has no data', (file) => file.subarray(0, 50), /no data chunk/],
  ])('are refused when the file %s', (_, spoil, reason) => {
    writeMulawWav(path, Buffer.from([1, 2, 3, 4]));
    writeFileSync(path, spoil(readFileSync(path)));
    expect(() => readMulawWav(path)).toThrow(reason);
    expect(() => readMulawWav(path)).toThrow(path);
  });
});

describe('recordings', () => {
  it('are all there', () => {
    expect(speechNames()).toEqual([
      ...['assistant-booked', 'assistant-goodbye', 'assistant-greeting', 'assistant-long', 'assistant-offer'],
      ...['caller-ask', 'caller-bye', 'caller-confirm', 'caller-interrupt'],
    ]);
  });

  it.each(speechNames())('%s has no two equal frames, so a lost or repeated one shows', (name) => {
    const speech = loadSpeech(name);
    const frames = Array.from({ length: Math.floor(speech.length / 160) }, (_, index) =>
      speech.toString('latin1', index * 160, index * 160 + 160),
    );
    expect(frames.length).toBeGreaterThan(60);
    expect(new Set(frames).size).toBe(frames.length);
  });

  it('are asked for by name', () => {
    expect(() => loadSpeech('caller-sing')).toThrow(/no recording "caller-sing".*caller-ask/);
  });
});
