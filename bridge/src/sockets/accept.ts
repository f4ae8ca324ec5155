import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import { acceptToken, hasToken } from './handshake';
import { MediaSocket, type Connection } from './mediaSocket';
import { moveToSharedReads } from './sharedReads';

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
  return new MediaSocket(readable(connection, head), { role: 'server', ...options });
}

/** The connection behind its handshake; nothing is read before it is asked for. */
function readable(accepted: Socket, early: Buffer): Connection {
  return movedConnection(accepted, early) ?? keptConnection(accepted, early);
}

// Two functions, because a closure in the same one would keep the old socket for as long as the new one lives.

function movedConnection(accepted: Socket, early: Buffer): Connection | undefined {
  let receiver: (chunk: Buffer, length: number) => void = () => undefined;
  const socket = moveToSharedReads(accepted, (chunk, length) => {
    receiver(chunk, length);
    return true;
  });
  if (!socket) return undefined;
  const read: Connection['read'] = (receive) => {
    receiver = receive;
    socket.resume();
  };
  return { socket, early, read };
}

function keptConnection(socket: Socket, early: Buffer): Connection {
  const read: Connection['read'] = (receive) => {
    socket.on('data', (chunk: Buffer) => receive(chunk, chunk.length));
    socket.resume();
  };
  return { socket, early, read };
}
