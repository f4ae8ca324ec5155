import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import formbody from '@fastify/formbody';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { MEDIA_PATH } from './carriers/twilio/signature';
import { BridgeError, describeError } from './errors';
import type { Logger } from './log';
import { healthRoutes, type Readiness } from './routes/health';
import { sessionRoutes } from './routes/sessions';
import { twilioRoutes, type TwilioRoutesOptions } from './routes/twilio';
import type { SessionStore } from './relay/sessionStore';

const MAX_BODY = 64 * 1024;
const REQUEST_TIMEOUT_MS = 10_000;

export interface ServerOptions extends TwilioRoutesOptions {
  sessions: SessionStore;
  readiness: () => Readiness;
  /** Takes over an upgrade of the media path; throws a BridgeError to refuse it. */
  upgradeMedia: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  log: Logger;
}

/** The HTTP server with all its routes, not listening yet. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { sessions, config, log } = options;
  const app = fastify({
    // Fastify's own lines would hold addresses and query strings; ours are written where something happens.
    logger: false,
    bodyLimit: MAX_BODY,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
  });
  void app.register(formbody, { bodyLimit: MAX_BODY });
  app.setErrorHandler((error: FastifyError | BridgeError, _request, reply) => {
    const known = asBridgeError(error);
    if (known.code === 'INTERNAL_ERROR') log.error({ error: describeError(error) }, 'request failed');
    return reply.code(statusOf(known, error)).send(known.toJSON());
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]?.slice(0, 64);
    return reply.code(404).send(new BridgeError('ROUTE_UNKNOWN', `${request.method} ${path}`).toJSON());
  });
  healthRoutes(app, options.readiness);
  sessionRoutes(app, sessions, config.apiKey);
  twilioRoutes(app, options);
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    try {
      if (pathOf(request) !== MEDIA_PATH) throw new BridgeError('ROUTE_UNKNOWN');
      options.upgradeMedia(request, socket, head);
    } catch (error) {
      const known = asBridgeError(error);
      log.warn({ error: describeError(error) }, 'upgrade refused');
      refuse(socket, known);
    }
  });
  return app;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

function asBridgeError(error: unknown): BridgeError {
  if (error instanceof BridgeError) return error;
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  return new BridgeError(status >= 400 && status < 500 ? 'REQUEST_INVALID' : 'INTERNAL_ERROR');
}

/** Fastify's own refusals (body too large, unknown type) keep their status. */
function statusOf(known: BridgeError, original: FastifyError | BridgeError): number {
  if (known.code === 'REQUEST_INVALID' && 'statusCode' in original)
    return original.statusCode ?? known.status;
  return known.status;
}

function refuse(socket: Duplex, error: BridgeError): void {
  const body = JSON.stringify(error);
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
