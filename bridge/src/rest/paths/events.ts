import {
  type Paths,
  answer,
  cursor,
  page,
  pathParameter,
  queryParameter,
  ref,
  refusals,
  ticketParameter,
} from '../describe';

const id = pathParameter('id', 'The id of the event.', { type: 'string', format: 'uuid' });

/** Events and what became of their delivery. */
export const eventPaths: Paths = {
  '/v1/events': {
    get: {
      ...{ operationId: 'streamEvents', tags: ['Events'], summary: 'Events as they happen.' },
      description: 'A WebSocket: each text frame is an event.',
      parameters: [
        queryParameter('sessionId', 'Only of this call.', { type: 'string' }),
        queryParameter('since', 'First what is still stored since this event.', { type: 'string' }),
        ticketParameter,
      ],
      responses: { 101: answer('The WebSocket is open.'), ...refusals(400, 401, 429) },
      'x-websocket': true,
    },
  },
  '/v1/events/dead': {
    get: {
      ...{ operationId: 'listDeadEvents', tags: ['Events'], summary: 'Events that could not be delivered.' },
      parameters: [
        queryParameter('limit', 'How many at most.', {
          ...{ type: 'integer', minimum: 1, maximum: 1000, default: 100 },
        }),
        cursor,
      ],
      responses: { 200: answer('A page.', page('events', ref('DeadLetter'))), ...refusals(400, 401, 429) },
    },
  },
  '/v1/events/dead/{id}/resend': {
    post: {
      ...{ operationId: 'resendEvent', tags: ['Events'], summary: 'Delivers such an event after all.' },
      parameters: [id],
      responses: {
        202: answer('It waits for its delivery.', {
          ...{ type: 'object', required: ['id', 'state'] },
          properties: { id: { type: 'string' }, state: { const: 'waiting' } },
        }),
        ...refusals(401, 404, 429),
      },
    },
  },
  '/v1/events/dead/{id}': {
    delete: {
      ...{ operationId: 'deleteDeadEvent', tags: ['Events'], summary: 'Forgets such an event.' },
      parameters: [id],
      responses: { 204: answer('It is forgotten.'), ...refusals(401, 404, 429) },
    },
  },
};
