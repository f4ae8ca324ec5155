import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { handle } from './api';
import { REFUSAL, isTurnedAway } from './cloudflare';
import { NO_CONTRACT, contractAvailable } from './contract';
import { Faults } from './faults';
import { objectAt, stringAt } from './json';
import { requireKey } from './keys';
import { Org } from './org';
import { RateLimiter } from './rateLimiter';
import { allRoutes, readStored } from './routes';
import { seedCalls, seedResource } from './seeding';
import { ServerPoster } from './serverPoster';
import { Storage } from './storage';
import type { RequestLog, ServerPost, TimelineEvent, VapiEmulator, VapiEmulatorOptions } from './types';

export type { AudioFormat } from './audio';
export type * from './script';
export type { RateLimit } from './rateLimiter';
export type { SeedOptions, SeededView } from './seeded';
export type { StorageRequest, StorageView } from './storage';
export type * from './types';

/** No text that Vapi takes comes near this; audio comes in small pieces. */
const MAX_SOCKET_PAYLOAD = 1024 * 1024;

/**
 * Starts a stand-in for api.vapi.ai on the loopback interface: the REST API, live control, the websocket
 * transport, the storage of recordings, and the server messages that it posts. It is written from Vapi's docs and OpenAPI, and shares no
 * code with the nodes or the bridge.
 *
 * @throws {Error} where the port can't be listened on
 */
export async function startVapiEmulator(options: VapiEmulatorOptions): Promise<VapiEmulator> {
  const requests: RequestLog[] = [];
  const posts: ServerPost[] = [];
  const notices = contractAvailable() ? [] : [NO_CONTRACT];
  const faults = new Faults();
  const closing = new AbortController();
  const events = new EventEmitter();
  const state = { hosts: { ...options.hosts }, url: '' };

  const poster = new ServerPoster({
    hosts: () => state.hosts,
    credential: (id) => org.resources.credential.find(id),
    timestampUnit: options.hmacTimestampUnit ?? 's',
    backoffScale: options.backoffScale ?? 1,
    posts,
    signal: closing.signal,
  });
  const org: Org = new Org(
    options,
    poster,
    () => (options.publicUrl ?? state.url).replace(/\/$/, ''),
    (event) => events.emit('timeline', event),
  );
  const storage = new Storage((key) => readStored(org, key));
  const limiter = new RateLimiter(options.rateLimit);
  const routes = allRoutes(
    org,
    (key) => storage.sign(key),
    (header) => requireKey(header, options.publicKey),
  );
  const { apiKey } = options;
  const context = { routes, apiKey, faults, limiter, requests, signal: closing.signal };

  const server = createServer((request, response) => {
    handle(request, response, context).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_SOCKET_PAYLOAD,
  });
  server.on('upgrade', (request, socket, head) => {
    if (isTurnedAway(request.headers, 'upgrade')) {
      refuseUpgrade(socket, `${REFUSAL.status} Forbidden`, REFUSAL.text);
      return;
    }
    const path = new URL(request.url ?? '/', 'http://vapi.invalid').pathname;
    const session = org.sessions.get(/^\/([^/]+)\/transport$/.exec(path)?.[1] ?? '');
    if (!session?.joinable) {
      refuseUpgrade(socket, '404 Not Found');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => session.attach(client));
  });

  const host = options.host ?? '127.0.0.1';
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  await storage.listen(host);
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: state.url,
    get hosts() {
      return state.hosts;
    },
    set hosts(hosts) {
      state.hosts = hosts;
    },
    requests,
    posts,
    notices,
    get calls() {
      return [...org.sessions.values()].map(({ call }) => call);
    },
    call: (id) => org.sessions.get(id)?.call,
    setScript: (assistantId, script) => void org.scripts.set(assistantId, script),
    seed: (resource, object) => org.resources[resource].add(object),
    stored: (resource, id) => org.resources[resource].find(id),
    storedAll: (resource) => org.resources[resource].all(),
    seedMany: (resource, count, seeding) => seedResource(org.resources[resource], resource, count, seeding),
    seedCalls: (count, seeding) => seedCalls(org.seededCalls, count, seeding),
    contacts: (campaignId) => org.contacts.get(campaignId) ?? [],
    upload: (fileId) => org.uploads.get(fileId)?.bytes,
    storage,
    get rateLimit() {
      return limiter.limit;
    },
    set rateLimit(limit) {
      limiter.limit = limit;
    },
    postServerMessage: (target, message) => {
      const callId = stringAt(objectAt(message, 'call'), 'id') ?? '';
      return poster.post(typeof target === 'string' ? { url: target } : target, callId, message);
    },
    failNext: (fault) => faults.add(fault),
    mend: () => faults.clear(),
    stall: (callId, ms) => {
      const session = org.sessions.get(callId);
      if (!session) throw new Error(`There is no call "${callId}" to stall.`);
      session.stall(ms);
    },
    on: (event, listener: (event: TimelineEvent) => void) => void events.on(event, listener),
    off: (event, listener: (event: TimelineEvent) => void) => void events.off(event, listener),
    close: async () => {
      closing.abort();
      org.dropAll();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await storage.close();
    },
  };
}

function refuseUpgrade(socket: Duplex, status: string, text = ''): void {
  const headers = [
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Content-Type: text/plain',
    'Connection: close',
  ];
  socket.end([`HTTP/1.1 ${status}`, ...headers, '', text].join('\r\n'));
}
