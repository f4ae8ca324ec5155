import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import { BridgeError } from '../../../bridge/src/errors';
import { connectWebSocket } from '../../../bridge/src/sockets/connect';
import { acceptToken } from '../../../bridge/src/sockets/handshake';
import type { MediaSocket } from '../../../bridge/src/sockets/mediaSocket';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';
import { makeCertificate, trust } from './certificate';
import { MAX_PAYLOAD, Recorder } from './ends';

const HELLO = Buffer.from('810548656c6c6f', 'hex');
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';

describe('connectWebSocket', () => {
  let clock: VirtualClock;
  let server: Server;
  let port: number;
  let sockets: Socket[];
  let requests: string[];
  let opened: MediaSocket | undefined;
  let recorder: Recorder;
  /** What the server does with a request. */
  let answer: (socket: Socket, key: string) => void;

  beforeEach(async () => {
    clock = new VirtualClock();
    sockets = [];
    requests = [];
    opened = undefined;
    recorder = new Recorder();
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      let request = '';
      socket.on('data', (data) => {
        if (request.endsWith('\r\n\r\n')) return;
        request += data.toString('latin1');
        if (!request.endsWith('\r\n\r\n')) return;
        requests.push(request);
        answer(socket, /Sec-WebSocket-Key: (.*)\r\n/.exec(request)?.[1] ?? '');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    opened?.terminate();
    await until(() => clock.pending === 0, 'no timer is left');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const connect = async (
    url = `ws://127.0.0.1:${port}/path?a=b`,
    headers: Record<string, string> = {},
  ): Promise<MediaSocket> => {
    opened = await connectWebSocket(url, { headers, clock, maxPayload: MAX_PAYLOAD, timeoutMs: 3000 });
    opened.listen(recorder);
    return opened;
  };
  const failure = async (url?: string): Promise<BridgeError> => {
    const error = await connect(url).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(BridgeError);
    return error as BridgeError;
  };
  const accepted = (key: string): string => `${SWITCHING}Sec-WebSocket-Accept: ${acceptToken(key)}\r\n\r\n`;

  it('asks for the address as it is, with the headers given', async () => {
    answer = (socket, key) => socket.write(accepted(key));
    await connect(undefined, { authorization: 'Bearer secret', 'user-agent': 'test' });
    const lines = requests[0]!.split('\r\n');
    expect(lines[0]).toBe('GET /path?a=b HTTP/1.1');
    expect(lines).toEqual(expect.arrayContaining(['authorization: Bearer secret', 'user-agent: test']));
    expect(requests[0]).toMatch(/\r\nSec-WebSocket-Key: [A-Za-z0-9+/]{22}==\r\n/);
    expect(requests[0]!.toLowerCase()).not.toContain('extensions');
  });

  it('takes a new key each time', async () => {
    const keys = new Set<string>();
    answer = (socket, key) => {
      keys.add(key);
      socket.write('HTTP/1.1 500 x\r\n\r\n');
    };
    await failure();
    await failure();
    expect(keys.size).toBe(2);
  });

  it('loses nothing that comes with the answer, or right behind it', async () => {
    answer = (socket, key) => {
      socket.write(Buffer.concat([Buffer.from(accepted(key)), HELLO, HELLO.subarray(0, 3)]));
      socket.write(Buffer.concat([HELLO.subarray(3), HELLO]));
    };
    await connect();
    await until(() => recorder.messages.length === 3, 'they are delivered');
    expect(recorder.messages).toEqual(['Hello', 'Hello', 'Hello']);
  });

  it('takes an answer in pieces, after news on the way to it', async () => {
    answer = (socket, key) => {
      socket.setNoDelay(true);
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r');
      void (async () => {
        for (const byte of `\n${accepted(key)}`) {
          socket.write(byte);
          await new Promise((resolve) => setImmediate(resolve));
        }
        socket.write(HELLO);
      })();
    };
    await connect();
    await until(() => recorder.messages.length === 1, 'the message comes');
  });

  it.each([
    ['a refusal', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n', 'status 403'],
    [
      'a redirect, which is not followed',
      'HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1/\r\n\r\n',
      'status 302',
    ],
    ['an answer without upgrade', 'HTTP/1.1 200 OK\r\n\r\n', 'status 200'],
    ['something else than HTTP', '220 mail.example ESMTP\r\n\r\n', 'handshake'],
    ['a wrong token', `${SWITCHING}Sec-WebSocket-Accept: ${acceptToken('x')}\r\n\r\n`, 'handshake'],
    ['an endless head', `HTTP/1.1 101 x\r\nA: ${'x'.repeat(20_000)}`, 'handshake'],
    ['a long head', `HTTP/1.1 101 x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 'handshake'],
  ])('fails upon %s', async (_what, text, detail) => {
    answer = (socket) => socket.write(text);
    expect(await failure()).toMatchObject({ code: 'VAPI_SOCKET_FAILED', detail });
    await until(() => sockets[0]!.destroyed, 'the connection is closed');
    expect(clock.pending).toBe(0);
  });

  it('fails when an extension is answered that was not offered', async () => {
    answer = (socket, key) =>
      socket.write(
        accepted(key).replace('\r\n\r\n', '\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n'),
      );
    expect(await failure()).toMatchObject({ detail: 'handshake' });
  });

  it.each([
    ['ends', (socket: Socket) => void socket.end('HTTP/1.1 101'), 'closed'],
    ['is reset', (socket: Socket) => void socket.resetAndDestroy(), 'ECONNRESET'],
  ])('fails when the connection %s', async (_how, act, detail) => {
    answer = act;
    expect(await failure()).toMatchObject({ code: 'VAPI_SOCKET_FAILED', detail });
  });

  it('fails where nobody listens', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const unused = (other.address() as AddressInfo).port;
    await new Promise((resolve) => other.close(resolve));
    expect(await failure(`ws://127.0.0.1:${unused}/`)).toMatchObject({ detail: 'ECONNREFUSED' });
  });

  it('fails when there is no answer in time', async () => {
    answer = () => clock.advance(3000);
    expect(await failure()).toMatchObject({ code: 'VAPI_TIMEOUT', detail: 'socket' });
    await until(() => sockets[0]!.destroyed, 'the connection is closed');
  });

  it.each(['http://127.0.0.1/', 'https://127.0.0.1/', 'not an address'])(
    'opens nothing at %s',
    async (url) => {
      await expect(connect(url)).rejects.toThrow(/URL|address/);
      expect(clock.pending).toBe(0);
    },
  );

  it('quotes nothing of the address in an error', async () => {
    answer = (socket) => socket.write('HTTP/1.1 404 secret\r\n\r\n');
    const error = await failure(`ws://127.0.0.1:${port}/secret`);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('secret');
  });

  describe('over TLS', () => {
    const certificate = makeCertificate();
    let tls: ReturnType<typeof createHttpsServer>;
    let webSockets: WebSocketServer;
    let tlsPort: number;
    let seen: { servername: unknown; alpn: unknown; authorization: unknown }[];
    beforeEach(async () => {
      seen = [];
      tls = createHttpsServer(certificate);
      tls.listen(0, '127.0.0.1');
      await once(tls, 'listening');
      tlsPort = (tls.address() as AddressInfo).port;
      webSockets = new WebSocketServer({ server: tls });
      webSockets.on('connection', (socket: WebSocket, request) => {
        const { servername, alpnProtocol } = request.socket as unknown as Record<string, unknown>;
        seen.push({ servername, alpn: alpnProtocol, authorization: request.headers.authorization });
        socket.send('early');
      });
    });
    afterEach(async () => {
      for (const socket of webSockets.clients) socket.terminate();
      tls.closeAllConnections();
      await new Promise((resolve) => tls.close(resolve));
    });

    it('names the server, asks for HTTP/1.1, and loses nothing', async () => {
      const distrust = trust(certificate);
      try {
        await connect(`wss://localhost:${tlsPort}/`, { authorization: 'Bearer secret' });
      } finally {
        distrust();
      }
      expect(seen).toEqual([{ servername: 'localhost', alpn: 'http/1.1', authorization: 'Bearer secret' }]);
      await until(() => recorder.messages.length === 1, 'the first message comes');
      expect(recorder.messages).toEqual(['early']);
    });

    it('tells nothing to a server whose certificate is not trusted', async () => {
      let requested = false;
      tls.on('upgrade', () => (requested = true));
      expect(await failure(`wss://localhost:${tlsPort}/`)).toMatchObject({
        code: 'VAPI_SOCKET_FAILED',
        detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      });
      await until(() => clock.pending === 0, 'no timer is left');
      expect(requested).toBe(false);
    });

    it('tells nothing to a server with a certificate of another name', async () => {
      const distrust = trust(certificate);
      try {
        expect(await failure(`wss://127.0.0.1:${tlsPort}/`)).toMatchObject({
          detail: 'ERR_TLS_CERT_ALTNAME_INVALID',
        });
      } finally {
        distrust();
      }
      expect(seen).toEqual([]);
    });
  });
});
