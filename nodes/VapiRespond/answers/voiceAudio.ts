import { asNumber } from '../../shared/protocol/json';
import { isWav, readWav, unplayable } from '../wav';
import type { AnswerFields } from './answerFields';
import type { RequestAnswerKind } from './answerKind';

/** How files begin in formats that speech services give by default; samples hardly ever look like it. */
const COMPRESSED: Record<string, string> = { ID3: 'MP3', OggS: 'Ogg', fLaC: 'FLAC' };

/** MP3 frames begin with two bytes that samples may begin with, too: there the type has to tell. */
const COMPRESSED_TYPE = /^audio\/(mpeg|mp3|mp4|aac|ogg|opus|webm|flac|x-flac)/;

/** The speech of a custom voice. Source: Vapi docs, custom TTS: raw PCM, 16 bit little-endian, mono. */
export const voiceAudio: RequestAnswerKind = {
  option: {
    name: 'Voice: Audio',
    value: 'voiceAudio',
    description: 'The spoken text as raw PCM or WAV',
  },
  properties: [
    {
      displayName: 'Input Binary Field',
      name: 'binaryPropertyName',
      type: 'string',
      required: true,
      default: 'data',
      hint: 'The name of the input field that holds the audio',
      description:
        'WAV, or raw PCM: 16 bit, little-endian, mono, in the sample rate that the item of the trigger names. The rate of raw PCM cannot be checked.',
    },
  ],
  requests: ['voice-request'],
  body: async (fields, asked) => {
    const name = fields.requiredText('binaryPropertyName', 'Input Binary Field');
    const { mimeType } = fields.context.helpers.assertBinaryData(fields.itemIndex, name);
    const file = await fields.context.helpers.getBinaryDataBuffer(fields.itemIndex, name);
    const samples = samplesOf(fields, file, mimeType, asNumber(asked.sampleRate));
    if (samples.length === 0) throw fields.fail('AUDIO_BROKEN', 'there is not one sample in it');
    if (samples.length % 2 !== 0) {
      throw fields.fail('AUDIO_BROKEN', `${samples.length} bytes are no whole number of 16-bit samples`);
    }
    return { audio: samples.toString('base64') };
  },
};

/** @param rate samples a second that Vapi asks for */
function samplesOf(fields: AnswerFields, file: Buffer, mimeType: string, rate: number | undefined): Buffer {
  if (!isWav(file)) {
    const begin = file.toString('latin1', 0, 4);
    const compressed = Object.entries(COMPRESSED).find(([magic]) => begin.startsWith(magic));
    if (compressed !== undefined) throw fields.fail('AUDIO_FORMAT_UNSUPPORTED', `it is ${compressed[1]}`);
    if (COMPRESSED_TYPE.test(mimeType)) throw fields.fail('AUDIO_FORMAT_UNSUPPORTED', `it is ${mimeType}`);
    return file;
  }
  const wav = readWav(file);
  if (wav === undefined) throw fields.fail('AUDIO_BROKEN', 'the WAV file has no format or no data');
  const problem = unplayable(wav);
  if (problem !== undefined) throw fields.fail('AUDIO_FORMAT_UNSUPPORTED', problem);
  if (rate !== undefined && wav.sampleRate !== rate) {
    throw fields.fail('AUDIO_RATE_WRONG', `${wav.sampleRate} Hz instead of ${rate} Hz`);
  }
  return wav.samples;
}
