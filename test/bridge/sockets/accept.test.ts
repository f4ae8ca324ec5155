import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { BridgeError } from '../../../bridge/src/errors';
import { acceptWebSocket } from '../../../bridge/src/sockets/accept';
import type { MediaSocket } from '../../../bridge/src/sockets/mediaSocket';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';
import { Ends, MAX_PAYLOAD, Recorder } from './ends';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const HEADERS = [
  'Host: bridge.example',
  'Upgrade: websocket',
  'Connection: keep-alive, Upgrade',
  `Sec-WebSocket-Key: ${KEY}`,
  'Sec-WebSocket-Version: 13',
];
const MASKED_HELLO = Buffer.from('818537fa213d7f9f4d5158', 'hex');

describe('acceptWebSocket', () => {
  let ends: Ends;
  let clock: VirtualClock;
  let port: number;
  let accepted: MediaSocket | undefined;
  let recorder: Recorder;
  let refused: unknown;
  beforeEach(async () => {
    ends = new Ends();
    clock = new VirtualClock();
    accepted = undefined;
    refused = undefined;
    recorder = new Recorder();
    const server = createServer();
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      try {
        accepted = acceptWebSocket(request, socket, head, { clock, maxPayload: MAX_PAYLOAD });
        accepted.listen(recorder);
      } catch (error) {
        refused = error;
        socket.end('nothing was written before this');
      }
    });
    port = await ends.listen(server);
  });
  afterEach(async () => {
    accepted?.terminate();
    await until(() => clock.pending === 0, 'no timer is left');
    await ends.close();
  });

  /** Sends a request as it stands, and waits for the end of the answer, or of its head. */
  const ask = async (lines: string[], behind = Buffer.alloc(0)): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), behind]));
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    await until(() => answer.includes('\r\n\r\n') || socket.readableEnded, 'an answer comes');
    socket.destroy();
    return answer;
  };

  it('answers the handshake of RFC 6455, 1.3, and takes nothing that is offered', async () => {
    const offers = ['Sec-WebSocket-Extensions: permessage-deflate', 'Sec-WebSocket-Protocol: chat'];
    const answer = await ask(['GET /any?path HTTP/1.1', ...HEADERS, ...offers]);
    expect(answer.trimEnd().split('\r\n')).toEqual([
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ]);
    await until(() => recorder.closes.length > 0, 'the cut is noticed');
    expect(recorder.closes).toEqual([1006]);
  });

  it('loses nothing that came with the request', async () => {
    await ask(['GET / HTTP/1.1', ...HEADERS], MASKED_HELLO);
    await until(() => recorder.messages.length > 0, 'it is delivered');
    expect(recorder.messages).toEqual(['Hello']);
  });

  it("is not cut by the server's time-outs for requests", async () => {
    const server = createServer({ keepAliveTimeout: 10, headersTimeout: 10, requestTimeout: 10 });
    let connection: Socket | undefined;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      connection = socket as Socket;
      // As the server does to each of its connections; before, a busy machine might not have come to the request.
      connection.setTimeout(10, () => connection?.destroy());
      accepted = acceptWebSocket(request, socket, head, { clock, maxPayload: MAX_PAYLOAD });
      accepted.listen(recorder);
    });
    const client = new WebSocket(`ws://127.0.0.1:${await ends.listen(server)}/`);
    await once(client, 'open');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(accepted?.isOpen).toBe(true);
    expect(connection?.timeout).toBe(0);
    client.terminate();
  });

  const without = (name: string): string[] => HEADERS.filter((line) => !line.startsWith(name));
  it.each([
    ['method', ['POST / HTTP/1.1', ...HEADERS]],
    ['Upgrade', ['GET / HTTP/1.1', ...without('Upgrade'), 'Upgrade: h2c']],
    ['Sec-WebSocket-Key', ['GET / HTTP/1.1', ...without('Sec-WebSocket-Key')]],
    ['Sec-WebSocket-Key', ['GET / HTTP/1.1', ...without('Sec-WebSocket-Key'), 'Sec-WebSocket-Key: c2hvcnQ=']],
    ['Sec-WebSocket-Key', ['GET / HTTP/1.1', ...HEADERS, `Sec-WebSocket-Key: ${KEY}`]],
    ['Sec-WebSocket-Version', ['GET / HTTP/1.1', ...without('Sec-WebSocket-Version')]],
    [
      'Sec-WebSocket-Version',
      ['GET / HTTP/1.1', ...without('Sec-WebSocket-Version'), 'Sec-WebSocket-Version: 8'],
    ],
  ])('refuses a wrong %s, having written nothing', async (detail, lines) => {
    expect(await ask(lines)).toBe('nothing was written before this');
    expect(refused).toBeInstanceOf(BridgeError);
    expect(refused).toMatchObject({ code: 'REQUEST_INVALID', detail });
    expect(clock.pending).toBe(0);
  });

  it('refuses a request that does not connect the upgrade', () => {
    const request = { method: 'GET', headers: { upgrade: 'websocket', connection: 'close' } };
    const options = { clock, maxPayload: MAX_PAYLOAD };
    const call = (): unknown =>
      acceptWebSocket(request as IncomingMessage, undefined as unknown as Duplex, Buffer.alloc(0), options);
    expect(call).toThrow(expect.objectContaining({ detail: 'Connection' }));
  });

  it('notices when the other end is gone before anybody listens', async () => {
    const server = createServer();
    const sockets: MediaSocket[] = [];
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.destroy();
      sockets.push(acceptWebSocket(request, socket, head, { clock, maxPayload: MAX_PAYLOAD }));
    });
    const client = new WebSocket(`ws://127.0.0.1:${await ends.listen(server)}/`);
    client.on('error', () => undefined);
    await until(() => sockets.length === 1 && clock.pending === 0, 'it is closed');
    sockets[0]!.listen(recorder);
    expect(recorder.closes).toEqual([1006]);
  });
});
