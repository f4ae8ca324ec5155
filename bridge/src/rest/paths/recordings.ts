import {
  answer,
  body,
  page,
  paging,
  pathParameter,
  queryParameter,
  ref,
  refusals,
  type Paths,
} from '../describe';

const id = pathParameter('id', 'The id of the recording.', { type: 'string', format: 'uuid' });
const recording = ref('Recording');
const wav = { content: { 'audio/wav': { schema: { type: 'string', format: 'binary' } } } };

/** Recordings. */
export const recordingPaths: Paths = {
  '/v1/recordings': {
    get: {
      ...{ operationId: 'listRecordings', tags: ['Recordings'], summary: 'Lists recordings, newest first.' },
      parameters: [queryParameter('sessionId', 'Only of this call.', { type: 'string' }), ...paging],
      responses: { 200: answer('A page.', page('recordings', recording)), ...refusals(400, 401, 429) },
    },
  },
  '/v1/recordings/{id}': {
    get: {
      ...{ operationId: 'getRecording', tags: ['Recordings'], summary: 'Shows a recording.' },
      parameters: [id],
      responses: {
        200: answer('The recording, with what was said.', ref('RecordingWithTranscript')),
        ...refusals(401, 404, 429),
      },
    },
    delete: {
      ...{ operationId: 'deleteRecording', tags: ['Recordings'], summary: 'Deletes a recording.' },
      parameters: [id],
      responses: { 204: answer('It is gone.'), ...refusals(401, 404, 429) },
    },
  },
  '/v1/recordings/{id}/stop': {
    post: {
      ...{ operationId: 'stopRecording', tags: ['Recordings'], summary: 'Ends a recording, and keeps it.' },
      description: 'The call goes on. Of a call through the bridge, or of any other that is listened to.',
      parameters: [id],
      responses: { 200: answer('The recording, complete.', recording), ...refusals(401, 404, 409, 429) },
    },
  },
  '/v1/recordings/{id}/audio': {
    get: {
      ...{ operationId: 'downloadRecording', tags: ['Recordings'], summary: 'The audio, as WAV.' },
      description:
        'Stereo: the caller on the left, the assistant on the right. A Range is answered with a part.',
      parameters: [id],
      responses: {
        200: { description: 'All of it.', ...wav },
        206: { description: 'A part of it.', ...wav },
        ...refusals(401, 404, 409, 416, 429),
      },
    },
  },
  '/v1/listen': {
    post: {
      ...{ operationId: 'recordVapiCall', tags: ['Recordings'], summary: 'Records any live call of Vapi.' },
      description: 'By the id of the call, or by its listenUrl.',
      requestBody: body({
        type: 'object',
        additionalProperties: false,
        properties: {
          callId: { type: 'string' },
          listenUrl: { type: 'string' },
          format: { enum: ['auto', 'pcm_s16le', 'mulaw'], default: 'auto' },
          sampleRate: { type: 'integer' },
          channels: { enum: [1, 2] },
        },
      }),
      responses: {
        201: answer('It is being recorded.', recording),
        ...refusals(400, 401, 404, 409, 429, 502, 503, 504),
      },
    },
  },
};
