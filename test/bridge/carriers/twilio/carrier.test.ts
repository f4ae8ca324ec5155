import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Agent } from 'undici';
import { WebSocket } from 'ws';
import type { Carrier } from '../../../../bridge/src/carriers/carrier';
import { createTwilioCarrier } from '../../../../bridge/src/carriers/twilio/carrier';
import { loadConfig } from '../../../../bridge/src/config';
import { BridgeError } from '../../../../bridge/src/errors';
import type { CallIntake } from '../../../../bridge/src/intake';
import { createLogger } from '../../../../bridge/src/log';
import type { PeerListener } from '../../../../bridge/src/relay/peer';
import { AUTH_TOKEN, MEDIA_URL, PUBLIC_URL, sign, TwilioStream } from '../../support/fakeTwilio';
import { until } from '../../support/until';
import { VirtualClock } from '../../support/virtualClock';

const CALL = `CA${'0'.repeat(32)}`;
const listener: PeerListener = { audio: () => undefined, event: () => undefined };

describe('the media sockets of Twilio', () => {
  const dispatcher = new Agent();
  let clock: VirtualClock;
  let server: Server;
  let media: Carrier;
  let log: string;
  let claims: [string, string][];
  let abandoned: [string, string][];
  let streams: TwilioStream[];

  const create = (authToken = ''): Carrier =>
    createTwilioCarrier({
      config: loadConfig({
        BRIDGE_PUBLIC_URL: PUBLIC_URL,
        BRIDGE_API_KEY: 'k',
        VAPI_API_KEY: 'k',
        TWILIO_AUTH_TOKEN: authToken,
      }),
      intake: {
        claim: (ticket: string, callSid: string) => {
          claims.push([ticket, callSid]);
          return ticket === 'good' ? { attachCarrier: () => listener } : undefined;
        },
        abandon: (callSid: string, reason: string) => abandoned.push([callSid, reason]),
      } as unknown as CallIntake,
      clientAddress: (request) => String(request.headers['x-address'] ?? '192.0.2.1'),
      dispatcher,
      userAgent: 'test/1',
      clock,
      log: createLogger('trace', { write: (line) => void (log += line) }),
    });

  beforeEach(async () => {
    clock = new VirtualClock();
    log = '';
    claims = [];
    abandoned = [];
    streams = [];
    media = create(AUTH_TOKEN);
    server = createServer();
    server.on('upgrade', (request, socket, head) => {
      try {
        media.upgrade(request, socket, head);
      } catch (error) {
        // Nothing was written yet, so the refusal can be.
        const code = error instanceof BridgeError ? error.code : 'unknown';
        socket.end(`HTTP/1.1 403 ${code}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(async () => {
    media.terminate();
    await until(() => media.size === 0, 'nothing is open');
    expect(clock.pending).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });
  afterAll(() => dispatcher.destroy());

  /** Opens a socket; resolves with the stream, or with the code of the refusal. */
  const connect = (headers: Record<string, string> = {}): Promise<TwilioStream | string> => {
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/twilio/media`, {
      headers: { 'x-twilio-signature': sign(MEDIA_URL), ...headers },
    });
    const stream = new TwilioStream(socket, CALL);
    return new Promise((resolve) => {
      socket.once('open', () => {
        streams.push(stream);
        resolve(stream);
      });
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusMessage ?? '');
      });
    });
  };
  const open = async (headers: Record<string, string> = {}): Promise<TwilioStream> => {
    const stream = await connect(headers);
    if (typeof stream === 'string') throw new Error(`refused: ${stream}`);
    return stream;
  };

  it('takes a signed stream with a good ticket', async () => {
    const stream = await open();
    stream.start('good');
    await until(() => claims.length === 1, 'the ticket is shown');
    expect(claims).toEqual([['good', CALL]]);
    expect(media.size).toBe(1);
    stream.stop();
    await until(() => media.size === 0, 'the socket is closed');
    expect(log).toBe('');
  });

  it.each([['bad'], [undefined]])('refuses the ticket %s', async (ticket) => {
    const stream = await open();
    stream.start(ticket);
    await until(() => stream.closeCode === 1008, 'the socket is refused');
    expect(claims).toHaveLength(ticket === undefined ? 0 : 1);
    expect(log).toContain('"outcome":"refused"');
    if (ticket !== undefined) expect(log).not.toContain(ticket);
  });

  it('declines a stream in another format at once, and lets its call go', async () => {
    const stream = await open();
    const mediaFormat = { encoding: 'audio/x-l16', sampleRate: 16_000, channels: 1 };
    stream.send({
      event: 'start',
      start: {
        ...{ streamSid: 'MZ1', callSid: CALL, accountSid: 'AC1' },
        ...{ mediaFormat, customParameters: { ticket: 'good' } },
      },
    });
    await until(() => stream.closeCode === 1008, 'the socket is refused');
    expect(claims).toEqual([]);
    expect(abandoned).toEqual([[CALL, 'stream-never-came']]);
    expect(log).toContain('STREAM_FORMAT_UNSUPPORTED');
  });

  it('writes one line a minute about refused streams', async () => {
    const refuse = async () => {
      const stream = await open();
      stream.start('bad');
      await until(() => stream.closeCode === 1008, 'the socket is refused');
    };
    for (let time = 0; time < 3; time += 1) await refuse();
    expect(log.match(/"media socket refused"/g)).toHaveLength(1);
    await until(() => media.size === 0, 'they are closed');
    clock.advance(60_000);
    await refuse();
    expect(log.match(/"leftOut":2/g)).toHaveLength(1);
  });

  it('refuses an upgrade without its signature, and all of them without a token', async () => {
    expect(await connect({ 'x-twilio-signature': sign(MEDIA_URL, {}, 'other') })).toBe(
      'TWILIO_SIGNATURE_INVALID',
    );
    media = create();
    expect(await connect()).toBe('TWILIO_NOT_CONFIGURED');
    expect(media.size).toBe(0);
  });

  it('lets 16 sockets of one address wait for their start, and 128 in all', async () => {
    await Promise.all(Array.from({ length: 16 }, () => open()));
    expect(await connect()).toBe('TWILIO_MEDIA_LIMIT');
    const first = streams[0];
    first?.start('good');
    await until(() => claims.length === 1, 'one of them has started');
    await open();
    expect(await connect()).toBe('TWILIO_MEDIA_LIMIT');
    for (let address = 2; address <= 8; address += 1) {
      const headers = { 'x-address': `192.0.2.${address}` };
      await Promise.all(Array.from({ length: 16 }, () => open(headers)));
    }
    expect(await connect({ 'x-address': '192.0.2.9' })).toBe('TWILIO_MEDIA_LIMIT');
    expect(media.size).toBe(129);
    // They make room when their time is over; the one that has started stays.
    clock.advance(5000);
    await until(() => media.size === 1, 'the waiting ones are closed');
    await open();
    await open({ 'x-address': '192.0.2.9' });
  });

  it('refuses what is no handshake, and counts it nowhere', () => {
    const request = {
      method: 'GET',
      headers: { 'x-twilio-signature': sign(MEDIA_URL), upgrade: 'websocket', connection: 'upgrade' },
    };
    const upgrade = () => media.upgrade(request as unknown as IncomingMessage, {} as Duplex, Buffer.alloc(0));
    expect(upgrade).toThrow(BridgeError);
    expect(media.size).toBe(0);
    for (let attempt = 0; attempt < 20; attempt += 1) expect(upgrade).toThrow(/Sec-WebSocket-Version/);
  });
});
