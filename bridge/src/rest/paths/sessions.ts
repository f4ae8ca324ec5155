import { command } from '../../control/commands';
import {
  answer,
  body,
  page,
  paging,
  pathParameter,
  queryParameter,
  ref,
  refusals,
  schemaOf,
  ticketParameter,
  type Paths,
} from '../describe';
import { startSession } from '../startSession';

const id = pathParameter('id', 'The id of the session.', { type: 'string', format: 'uuid' });
const session = ref('Session');

/** The calls. */
export const sessionPaths: Paths = {
  '/v1/sessions': {
    get: {
      ...{ operationId: 'listSessions', tags: ['Sessions'], summary: 'Lists calls, newest first.' },
      description:
        'Of those that have ended the last 1000 are kept in memory, until the bridge is restarted.',
      parameters: [
        queryParameter('state', '`live`: all that have not ended.', { enum: ['live', 'ended'] }),
        ...paging,
      ],
      responses: { 200: answer('A page.', page('sessions', session)), ...refusals(400, 401, 429) },
    },
    post: {
      ...{ operationId: 'startSession', tags: ['Sessions'], summary: 'Places a call.' },
      description: 'The carrier dials; when the call is answered, the assistant is connected to it.',
      requestBody: body(schemaOf(startSession)),
      responses: {
        201: answer('The carrier dials.', session),
        ...refusals(400, 401, 409, 429, 501, 502, 503, 504),
      },
    },
  },
  '/v1/sessions/{id}': {
    get: {
      ...{ operationId: 'getSession', tags: ['Sessions'], summary: 'Shows a call.', parameters: [id] },
      responses: { 200: answer('The call.', session), ...refusals(401, 404, 429) },
    },
    delete: {
      ...{ operationId: 'endSession', tags: ['Sessions'], summary: 'Ends a call at once, on both sides.' },
      parameters: [id],
      responses: { 202: answer('It is ending.', session), ...refusals(401, 404, 409, 429) },
    },
  },
  '/v1/sessions/{id}/control': {
    post: {
      ...{ operationId: 'controlSession', tags: ['Sessions'], summary: 'Sends a command to a live call.' },
      description: "The bodies are those of Vapi's control URL. 202 means passed on, not done.",
      parameters: [id],
      requestBody: body(schemaOf(command)),
      responses: {
        202: answer('The command was passed on.', session),
        ...refusals(400, 401, 404, 409, 429, 501, 502),
      },
    },
  },
  '/v1/sessions/{id}/recording': {
    post: {
      ...{ operationId: 'recordSession', tags: ['Recordings'], summary: 'Starts or stops a recording.' },
      parameters: [id],
      requestBody: body({
        ...{ type: 'object', required: ['action'], additionalProperties: false },
        properties: { action: { enum: ['start', 'stop'] } },
      }),
      responses: {
        200: answer('The recording.', ref('Recording')),
        ...refusals(400, 401, 404, 409, 429, 503),
      },
    },
  },
  '/v1/sessions/{id}/listen': {
    get: {
      ...{ operationId: 'listenToSession', tags: ['Recordings'], summary: 'What both sides say, live.' },
      description:
        'A WebSocket: first a text frame {sampleRate, channels, encoding}, then binary frames with the caller on ' +
        'the left channel and the assistant on the right.',
      parameters: [id, ticketParameter],
      responses: { 101: answer('The WebSocket is open.'), ...refusals(401, 404, 409, 429) },
      'x-websocket': true,
    },
  },
};
