import fc from 'fast-check';
import { isWav, readWav, unplayable } from '../../../nodes/VapiRespond/wav';
import { riffChunk, wavFile, type WavSpec } from '../../support/pcmWav';

const samples = Buffer.from([1, 0, 2, 0, 3, 0]);
const read = (spec: Partial<WavSpec> = {}) => readWav(wavFile({ samples, ...spec }));

it.each<[string, Partial<WavSpec>]>([
  ['a plain file', {}],
  ['with other chunks before the data', { between: [riffChunk('LIST', Buffer.from('abc'))] }],
  ['with a length that the stream did not know', { dataLength: 0xffffffff }],
  ['with no length', { dataLength: 0 }],
  ['with the longer header', { extensible: true }],
])('reads %s', (_, spec) => {
  expect(read(spec)).toEqual({ format: 1, channels: 1, sampleRate: 24_000, bitsPerSample: 16, samples });
});

it('takes nothing that comes after the samples', () => {
  const file = Buffer.concat([wavFile({ samples }), riffChunk('LIST', Buffer.from('tail'))]);
  expect(readWav(file)?.samples).toEqual(samples);
});

it.each<[string, Buffer]>([
  ['without data', riffChunk('RIFF', Buffer.from('WAVE'))],
  [
    'with data before its format',
    riffChunk('RIFF', Buffer.concat([Buffer.from('WAVE'), riffChunk('data', samples)])),
  ],
  [
    'with half a format',
    riffChunk(
      'RIFF',
      Buffer.concat([Buffer.from('WAVE'), riffChunk('fmt ', samples), riffChunk('data', samples)]),
    ),
  ],
])('finds nothing in a file %s', (_, file) => {
  expect(isWav(file)).toBe(true);
  expect(readWav(file)).toBeUndefined();
});

it.each<[string, Partial<WavSpec>, string | undefined]>([
  ['16-bit PCM, mono', {}, undefined],
  ['mu-law', { format: 7 }, 'the WAV file holds no PCM, but format 7'],
  ['float in the longer header', { format: 3, extensible: true }, 'the WAV file holds no PCM, but format 3'],
  ['stereo', { channels: 2 }, 'the WAV file has 2 channels, one is needed'],
  ['24 bits', { bitsPerSample: 24 }, 'the WAV file has 24 bits a sample, 16 are needed'],
])('knows whether Vapi can play %s', (_, spec, expected) => {
  const wav = read(spec);
  expect(wav && unplayable(wav)).toBe(expected);
});

it('never throws and never ends up in a loop, whatever comes after the first bytes', () => {
  const tail = fc.uint8Array({ maxLength: 200 });
  const chunkIds = fc.constantFrom('fmt ', 'data', 'LIST');
  const chunk = fc.tuple(chunkIds, tail, fc.nat({ max: 300 }));
  fc.assert(
    fc.property(fc.array(chunk), tail, (chunks, rest) => {
      const content = chunks.map(([id, bytes, length]) => riffChunk(id, Buffer.from(bytes), length));
      const file = riffChunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...content, Buffer.from(rest)]));
      const wav = readWav(file);
      expect(wav === undefined || wav.samples.length <= file.length).toBe(true);
    }),
  );
});
