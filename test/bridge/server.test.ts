import { createConnection, type AddressInfo, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Agent } from 'undici';
import { createTwilioCarrier } from '../../bridge/src/carriers/twilio/carrier';
import { createClientAddress } from '../../bridge/src/clientAddress';
import { loadConfig } from '../../bridge/src/config';
import { BridgeError } from '../../bridge/src/errors';
import type { CallIntake } from '../../bridge/src/intake';
import { createLogger } from '../../bridge/src/log';
import { BridgeMetrics } from '../../bridge/src/metrics';
import { SessionStore } from '../../bridge/src/relay/sessionStore';
import { createAccess } from '../../bridge/src/routes/access';
import { createServer } from '../../bridge/src/server';
import { VirtualClock } from './support/virtualClock';

const environment = {
  BRIDGE_PUBLIC_URL: 'https://bridge.test',
  BRIDGE_API_KEY: 'the-api-key',
  VAPI_API_KEY: 'k',
  TWILIO_AUTH_TOKEN: 't',
};

describe('the HTTP server', () => {
  let app: FastifyInstance;
  let clock: VirtualClock;
  let port: number;
  let written: string;
  let upgrades: number;
  /** What upgrades of the media path are refused with. */
  let refusal: BridgeError | undefined;
  const sockets: Socket[] = [];
  const dispatcher = new Agent();
  afterAll(() => dispatcher.destroy());

  const start = async (env: Record<string, string> = {}): Promise<void> => {
    const config = loadConfig({ ...environment, ...env });
    clock = new VirtualClock();
    const clientAddress = createClientAddress(config.trustedProxies);
    written = '';
    upgrades = 0;
    refusal = undefined;
    // Nothing here comes so far that a call would be taken.
    const intake = {} as CallIntake;
    const log = createLogger('trace', { write: (line) => void (written += line) });
    const twilio = createTwilioCarrier({
      ...{ config, intake, clientAddress, dispatcher, clock, log },
      userAgent: 'test/1',
    });
    app = createServer({
      config,
      intake,
      sessions: new SessionStore(),
      readiness: () => ({
        ready: true,
        full: false,
        sessions: 0,
        tickets: 0,
        carrierSockets: 0,
        vapiSockets: 0,
      }),
      registry: new BridgeMetrics().registry,
      carriers: [
        {
          ...twilio,
          upgrade: (_request, socket) => {
            if (refusal) throw refusal;
            upgrades += 1;
            socket.destroy();
          },
        },
      ],
      rooms: [],
      access: createAccess(config, clientAddress, clock),
      clientAddress,
      clock,
      log,
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = app.server.address() as AddressInfo);
  };
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await app.close();
  });

  const request = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const text = await response.text();
    const code = /"code":"(\w+)"/.exec(text)?.[1];
    return { status: response.status, code, text, retryAfter: response.headers.get('retry-after') };
  };
  const bearer = (key: string, headers: Record<string, string> = {}) => ({
    headers: { authorization: `Bearer ${key}`, ...headers },
  });

  /** What comes back to these bytes until the connection is closed. */
  const raw = (bytes: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => socket.write(bytes));
      sockets.push(socket);
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });

  describe('/metrics', () => {
    it('is for those who hold BRIDGE_METRICS_TOKEN, and not for holders of the API key then', async () => {
      await start({ BRIDGE_METRICS_TOKEN: 'the-scraper' });
      expect(await request('/metrics')).toMatchObject({ status: 401, code: 'METRICS_TOKEN_MISSING' });
      const wrong = await request('/metrics', bearer('the-api-key'));
      expect(wrong).toMatchObject({ status: 401, code: 'METRICS_TOKEN_WRONG' });
      const right = await request('/metrics', bearer('the-scraper'));
      expect(right.status).toBe(200);
      expect(right.text).toContain('\nbridge_sessions_active 0\n');
      // Nor does the token open the REST API.
      expect(await request('/v1/sessions', bearer('the-scraper'))).toMatchObject({ status: 401 });
    });

    it('is for holders of the API key where no token is set, and never for everybody', async () => {
      await start();
      expect((await request('/metrics')).status).toBe(401);
      expect((await request('/metrics', bearer('the-api-key'))).status).toBe(200);
    });
  });

  describe('limits', () => {
    it('refuses a client after 20 wrong keys, on all routes with a key, until some time has passed', async () => {
      await start();
      for (let time = 0; time < 20; time += 1) {
        expect((await request(time % 2 ? '/metrics' : '/v1/sessions', bearer(`x${time}`))).status).toBe(401);
      }
      const refused = { status: 429, code: 'RATE_LIMITED', retryAfter: '3' };
      expect(await request('/v1/sessions', bearer('the-api-key'))).toMatchObject(refused);
      expect(await request('/metrics', bearer('x'))).toMatchObject(refused);
      expect((await request('/healthz')).status).toBe(200);
      clock.advance(3000);
      expect((await request('/v1/sessions', bearer('the-api-key'))).status).toBe(200);
    });

    it('refuses a client after 300 requests at once', async () => {
      await start();
      const all = await Promise.all(
        Array.from({ length: 301 }, () => request('/v1/sessions', bearer('the-api-key'))),
      );
      expect(all.filter(({ status }) => status === 200)).toHaveLength(300);
      expect(all.find(({ status }) => status !== 200)).toMatchObject({ status: 429, retryAfter: '1' });
    });

    const wrongKeysFrom = async (client: string, count: number) => {
      const answers = [];
      for (let time = 0; time < count; time += 1) {
        answers.push((await request('/v1/sessions', bearer('x', { 'x-forwarded-for': client }))).status);
      }
      return answers;
    };

    it('tells clients apart behind a trusted proxy', async () => {
      await start({ BRIDGE_TRUSTED_PROXIES: '127.0.0.0/8' });
      expect((await wrongKeysFrom('203.0.113.1', 21)).at(-1)).toBe(429);
      expect(await wrongKeysFrom('203.0.113.2', 1)).toEqual([401]);
      expect(written).not.toContain('BRIDGE_TRUSTED_PROXIES');
    });

    it('believes no header of a stranger, and says once that a proxy may be meant', async () => {
      await start();
      for (let time = 0; time < 20; time += 1) await wrongKeysFrom(`203.0.113.${time}`, 1);
      expect(await wrongKeysFrom('203.0.113.99', 1)).toEqual([429]);
      expect(written.match(/BRIDGE_TRUSTED_PROXIES/g)).toHaveLength(1);
      expect(written).not.toContain('203.0.113');
    });

    it('limits webhooks without a signature, but none that has one', async () => {
      await start();
      const post = (headers: Record<string, string>) =>
        request('/twilio/voice', { method: 'POST', headers, body: new URLSearchParams({ a: 'b' }) });
      for (let time = 0; time < 60; time += 1) expect((await post({})).status).toBe(403);
      expect(await post({})).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
      expect(await post({ 'x-twilio-signature': 'forged' })).toMatchObject({
        status: 403,
        code: 'TWILIO_SIGNATURE_INVALID',
      });
    });

    it('bounds the connections', async () => {
      await start({ BRIDGE_MAX_SESSIONS: '7' });
      expect(app.server.maxConnections).toBe(1007);
    });
  });

  describe('against slow and odd clients', () => {
    it('cuts those who send no request, or never end its head', async () => {
      await start();
      const silent = raw('');
      const slow = raw('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      expect(await silent).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(await slow).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[^]*"REQUEST_INVALID"/);
      // The body has its time, too.
      expect(app.server.requestTimeout).toBe(10_000);
    }, 20_000);

    it.each([
      ['a head beyond 16 KiB', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(17_000)}\r\n\r\n`, 431],
      ['what is no HTTP', 'nonsense\r\n\r\n', 400],
      ['a request without Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
      [
        'two lengths',
        'POST /twilio/voice HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
        400,
      ],
    ])('refuses %s', async (_what, bytes, status) => {
      await start();
      expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect((await request('/healthz')).status).toBe(200);
    });

    it.each(['/', '/twilio', '/twilio/media/', '/v1/sessions', '/twilio/mediaX', '/Twilio/media', '*'])(
      'refuses to upgrade %s',
      async (path) => {
        await start();
        const answer = await raw(
          `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        );
        expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[^]*"ROUTE_UNKNOWN"/);
        expect(upgrades).toBe(0);
      },
    );

    it('writes no more than one line a minute about each kind of them', async () => {
      await start();
      const upgrade = 'GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
      const answers = await Promise.all(Array.from({ length: 70 }, () => raw(upgrade)));
      expect(answers.every((answer) => answer.startsWith('HTTP/1.1 404 '))).toBe(true);
      expect(written.match(/"upgrade refused"/g)).toHaveLength(1);
      refusal = new BridgeError('TWILIO_MEDIA_LIMIT');
      await raw(upgrade.replace('/other', '/twilio/media'));
      expect(written.match(/"upgrade refused"/g)).toHaveLength(2);
      clock.advance(60_000);
      await raw(upgrade);
      expect(written).toContain('"leftOut":69');
    });

    it('writes one line a minute about wrong signatures', async () => {
      await start();
      const post = (path: string) =>
        request(path, {
          method: 'POST',
          headers: { 'x-twilio-signature': 'forged' },
          body: new URLSearchParams({ From: '+14155550123' }),
        });
      for (let time = 0; time < 5; time += 1) expect((await post('/twilio/voice')).status).toBe(403);
      await post('/twilio/status');
      expect(written.match(/"Twilio signature refused"/g)).toHaveLength(2);
      clock.advance(60_000);
      await post('/twilio/voice');
      expect(written.match(/"Twilio signature refused"/g)).toHaveLength(3);
      expect(written).toContain('"path":"/twilio/voice","leftOut":4');
      expect(written).not.toContain('+1415');
    });

    it('hands on an upgrade of the media path', async () => {
      await start();
      await raw(
        'GET /twilio/media?a=b HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
      expect(upgrades).toBe(1);
    });
  });
});
