import { answer, open, refusals, type JsonSchema, type Paths } from '../describe';

const text = (type: string): JsonSchema => ({ content: { [type]: { schema: { type: 'string' } } } });

/** The service itself. */
export const servicePaths: Paths = {
  '/healthz': {
    get: {
      ...{ operationId: 'health', tags: ['Service'], summary: 'The process lives.', security: open },
      responses: { 200: answer('It does.', { type: 'object' }) },
    },
  },
  '/readyz': {
    get: {
      ...{ operationId: 'readiness', tags: ['Service'], summary: 'Whether calls are taken.', security: open },
      responses: {
        200: answer('They are.', { type: 'object' }),
        503: answer('It is about to leave.', { type: 'object' }),
      },
    },
  },
  '/metrics': {
    get: {
      ...{ operationId: 'metrics', tags: ['Service'], summary: "Metrics in Prometheus' text format." },
      responses: { 200: { description: 'The metrics.', ...text('text/plain') }, ...refusals(401, 429) },
    },
  },
  '/openapi.json': {
    get: {
      ...{ operationId: 'openapi', tags: ['Service'], summary: 'This document.', security: open },
      responses: { 200: answer('OpenAPI 3.1.', { type: 'object' }) },
    },
  },
  '/console': {
    get: {
      ...{ operationId: 'console', tags: ['Service'], summary: 'The console, a page.', security: open },
      responses: { 200: { description: 'HTML.', ...text('text/html') } },
    },
  },
  '/v1/tickets': {
    post: {
      ...{ operationId: 'issueTicket', tags: ['Service'], summary: 'A ticket that opens one WebSocket.' },
      description: 'For browsers, which send no headers with WebSockets: good once, for 30 s, as `?ticket=`.',
      responses: {
        201: answer('The ticket.', {
          ...{ type: 'object', required: ['ticket', 'expiresAt'] },
          properties: { ticket: { type: 'string' }, expiresAt: { type: 'string', format: 'date-time' } },
        }),
        ...refusals(401, 429),
      },
    },
  },
};
