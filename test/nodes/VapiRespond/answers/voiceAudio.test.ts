import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { bodyOf, refusalOf } from '../../../support/engineRespond';
import { wavFile, type WavSpec } from '../../../support/pcmWav';

const parameters: INodeParameters = { respondWith: 'voiceAudio', binaryPropertyName: 'data' };
const extra = { text: 'Done.', sampleRate: 24_000 };
const samples = Buffer.from([1, 0, 2, 0, 255, 255]);

const file = (content: Buffer, mimeType = 'application/octet-stream'): INodeExecutionData[] => [
  { json: {}, binary: { data: { data: content.toString('base64'), mimeType } }, pairedItem: { item: 0 } },
];
const wav = (spec: Partial<WavSpec> = {}): INodeExecutionData[] =>
  file(wavFile({ samples, ...spec }), 'audio/wav');

it.each<[string, INodeExecutionData[], object]>([
  ['raw PCM as it is', file(samples), extra],
  ['raw PCM that begins like an MP3 frame', file(Buffer.from([255, 251, 1, 0])), extra],
  ['the samples of a WAV file', wav(), extra],
  ['a WAV file where the request names no rate', wav({ sampleRate: 8000 }), {}],
])('sends %s', async (_, items, asked) => {
  const body = (await bodyOf('voice-request', parameters, { extra: asked, items })) as { audio: string };
  const { data = '' } = items[0]?.binary?.data ?? {};
  const sent = Buffer.from(body.audio, 'base64');
  expect(sent).toEqual(Buffer.from(data, 'base64').subarray(-sent.length));
  expect(sent.length % 2).toBe(0);
  expect(sent.toString('latin1')).not.toContain('RIFF');
});

it('takes another field', async () => {
  const items: INodeExecutionData[] = [
    { json: {}, binary: { speech: { data: samples.toString('base64'), mimeType: 'audio/pcm' } } },
  ];
  const body = await bodyOf(
    'voice-request',
    { ...parameters, binaryPropertyName: 'speech' },
    { extra, items },
  );
  expect(body).toEqual({ audio: samples.toString('base64') });
});

it.each<[string, INodeExecutionData[], string]>([
  ['another rate', wav({ sampleRate: 8000 }), 'wrong sample rate: 8000 Hz instead of 24000 Hz'],
  ['stereo', wav({ channels: 2 }), 'not what Vapi plays: the WAV file has 2 channels'],
  ['8 bits', wav({ bitsPerSample: 8 }), 'not what Vapi plays: the WAV file has 8 bits'],
  ['mu-law', wav({ format: 7 }), 'not what Vapi plays: the WAV file holds no PCM'],
  [
    'a WAV file without samples',
    file(Buffer.from('RIFF\0\0\0\0WAVE'), 'audio/wav'),
    'has no format or no data',
  ],
  ['MP3 with a tag', file(Buffer.from('ID3\u0004')), 'it is MP3'],
  ['MP3 by its type', file(Buffer.from([255, 251, 1, 0]), 'audio/mpeg'), 'it is audio/mpeg'],
  ['Ogg', file(Buffer.from('OggS'), 'audio/ogg'), 'it is Ogg'],
  ['half a sample', file(Buffer.from([1, 0, 2])), '3 bytes are no whole number of 16-bit samples'],
  ['nothing', file(Buffer.alloc(0)), 'there is not one sample in it'],
  ['no file', [{ json: {} }], 'data'],
])('refuses %s', async (_, items, expected) => {
  expect(await refusalOf('voice-request', parameters, { extra, items })).toContain(expected);
});
