import { STATUS_CODES, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import formbody from '@fastify/formbody';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import type { Carrier } from './carriers/carrier';
import type { Clock } from './clock';
import type { Config } from './config';
import { BridgeError, describeError } from './errors';
import type { CallIntake } from './intake';
import { RareWarnings, type Logger } from './log';
import { RateLimit } from './rateLimit';
import type { SessionStore } from './relay/sessionStore';
import type { Room, UpgradePath } from './room';
import type { Access } from './routes/access';
import { limited } from './routes/bearer';
import { healthRoutes, type Readiness } from './routes/health';
import { metricsRoute } from './routes/metrics';
import { openApiRoute } from './routes/openapi';
import { sessionRoutes } from './routes/sessions';
import { ticketRoute } from './routes/tickets';

const MAX_BODY = 64 * 1024;
const MAX_HEADER = 16 * 1024;
/** A client that dawdles over its request, or sends none at all, is cut; checked once a second. */
const HEADERS_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 10_000;
const CHECKING_INTERVAL_MS = 1000;
/** Longer than the minute that proxies keep idle connections for, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 65_000;
/** Connections that aren't the stream of an admitted call: webhooks, probes, refused streams. */
const SPARE_CONNECTIONS = 1000;

/** Webhooks without any signature, per minute and client. Signed ones are the carriers', from few addresses for all. */
const MAX_UNSIGNED = 60;

export interface ServerOptions {
  config: Pick<Config, 'publicUrl' | 'maxSessions' | 'trustedProxies' | 'metricsToken' | 'apiKey'>;
  intake: CallIntake;
  sessions: SessionStore;
  readiness: () => Readiness;
  registry: Registry;
  carriers: readonly Carrier[];
  rooms: readonly Room[];
  access: Access;
  clientAddress: (request: IncomingMessage) => string;
  clock: Clock;
  log: Logger;
}

/** The HTTP server with all its routes, not listening yet. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { sessions, config, registry, carriers, rooms, access, clock, log } = options;
  const app = fastify({
    // Fastify's own lines would hold addresses and query strings; ours are written where something happens.
    logger: false,
    bodyLimit: MAX_BODY,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECKING_INTERVAL_MS,
      maxHeaderSize: MAX_HEADER,
    },
    clientErrorHandler: (error, socket) => {
      if (socket.writable) refuse(socket, new BridgeError('REQUEST_INVALID'), clientErrorStatus(error.code));
    },
  });
  app.server.maxConnections = config.maxSessions + SPARE_CONNECTIONS;
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

  const clientOf = (request: FastifyRequest): string => options.clientAddress(request.raw);
  const perMinute = (count: number): RateLimit => new RateLimit(count, () => clock.now());
  const unsigned = perMinute(MAX_UNSIGNED);
  let proxyNoted = config.trustedProxies.length > 0;
  app.addHook('onRequest', (request, reply, next) => {
    const { url, headers } = request;
    if (!proxyNoted && headers['x-forwarded-for'] !== undefined) {
      proxyNoted = true;
      log.warn(
        'requests come through a proxy: name it in BRIDGE_TRUSTED_PROXIES, or all clients count as one',
      );
    }
    if (!isUnsignedWebhook(url, headers, carriers)) return next();
    const wait = unsigned.take(clientOf(request));
    next(wait > 0 ? limited(reply, wait) : undefined);
  });
  healthRoutes(app, options.readiness);
  metricsRoute(app, { registry, token: config.metricsToken ?? config.apiKey, limits: access.limits });
  sessionRoutes(app, {
    sessions,
    intake: options.intake,
    access,
    record: rooms.find(({ record }) => record)?.record,
  });
  ticketRoute(app, access);
  for (const carrier of carriers) carrier.routes(app);
  for (const room of rooms) room.routes?.(app);
  const upgrades = [...carriers.map(mediaUpgrade), ...rooms.flatMap((room) => room.upgrades ?? [])];
  openApiRoute(app, config.publicUrl, upgrades);
  const warnings = new RareWarnings(log, () => clock.now());
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    try {
      const path = pathOf(request);
      const wanted = upgrades.find((each) => each.matches(path));
      if (!wanted) throw new BridgeError('ROUTE_UNKNOWN');
      wanted.upgrade(request, socket, head);
    } catch (error) {
      const known = asBridgeError(error);
      warnings.warn({ error: describeError(error) }, 'upgrade refused', known.code);
      refuse(socket, known, known.status);
    }
  });
  return app;
}

/** The media WebSocket of a carrier. */
function mediaUpgrade(carrier: Carrier): UpgradePath {
  return {
    matches: (path) => path === carrier.mediaPath,
    upgrade: (request, socket, head) => carrier.upgrade(request, socket, head),
  };
}

/** Whether a request is meant to be a carrier's webhook, and has none of the signatures that these have. */
function isUnsignedWebhook(url: string, headers: IncomingHttpHeaders, carriers: readonly Carrier[]): boolean {
  return carriers.some(
    ({ name, signatureHeaders }) =>
      url.startsWith(`/${name}/`) && signatureHeaders.every((header) => headers[header] === undefined),
  );
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

/** The status for what Node itself could not read, or did not wait for any longer. */
function clientErrorStatus(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

function refuse(socket: Duplex, error: BridgeError, status: number): void {
  const body = JSON.stringify(error);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
