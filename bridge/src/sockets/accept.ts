import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import { acceptToken, hasToken } from './handshake';
import { MediaSocket } from './mediaSocket';

export interface AcceptOptions {
  clock: Clock;
  /** The longest message that is taken in, in bytes. */
  maxPayload: number;
}

/** Sixteen bytes in base64 (RFC 6455, 4.1). */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/**
 * Answers an upgrade request of an HTTP server (RFC 6455, 4.2). Extensions and subprotocols that are offered are not
 * taken.
 * @throws BridgeError REQUEST_INVALID when it isn't a WebSocket handshake; nothing was written then
 */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: AcceptOptions,
): MediaSocket {
  const { headers } = request;
  if (request.method !== 'GET') throw new BridgeError('REQUEST_INVALID', 'method');
  if (headers.upgrade?.toLowerCase() !== 'websocket') throw new BridgeError('REQUEST_INVALID', 'Upgrade');
  if (!hasToken(headers.connection, 'upgrade')) throw new BridgeError('REQUEST_INVALID', 'Connection');
  if (headers['sec-websocket-version'] !== '13') {
    throw new BridgeError('REQUEST_INVALID', 'Sec-WebSocket-Version');
  }
  const key = headers['sec-websocket-key'];
  if (key === undefined || !KEY.test(key)) throw new BridgeError('REQUEST_INVALID', 'Sec-WebSocket-Key');
  // Sockets of node:http are net.Socket, or tls.TLSSocket, which is one, too.
  const connection = socket as Socket;
  // The server's time-outs are meant for requests.
  connection.setTimeout(0);
  connection.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptToken(key)}\r\n\r\n`,
  );
  return new MediaSocket(
    {
      socket: connection,
      early: head,
      read: (receive) => {
        connection.on('data', (chunk: Buffer) => receive(chunk, chunk.length));
        connection.resume();
      },
    },
    { role: 'server', ...options },
  );
}
