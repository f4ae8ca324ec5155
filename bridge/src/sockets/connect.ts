import { randomBytes } from 'node:crypto';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../clock';
import { BridgeError, type ErrorCode } from '../errors';
import { ByteStore } from './byteStore';
import { isUpgraded, parseResponseHead, upgradeRequest } from './handshake';
import { MediaSocket, type Connection } from './mediaSocket';
import { readingTo, type Receive } from './sharedReads';

export interface ConnectOptions {
  /** Sent with the handshake, besides those of the protocol. */
  headers: Readonly<Record<string, string>>;
  clock: Clock;
  /** The longest message that is taken in, in bytes. */
  maxPayload: number;
  /** From the start of the connection to the end of the handshake. */
  timeoutMs: number;
}

/** A longer head of a response is refused, as node:http does. */
const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_END = '\r\n\r\n';
const SWITCHING_PROTOCOLS = 101;

/**
 * Opens a WebSocket. Redirects are not followed; certificates are always checked.
 * @throws BridgeError VAPI_TIMEOUT, VAPI_SOCKET_FAILED (with the status of a refusal, or the code of a failure);
 * TypeError when the address is none of a WebSocket, or a header can't be sent as it is
 */
export function connectWebSocket(url: string, options: ConnectOptions): Promise<MediaSocket> {
  const { clock, maxPayload, headers, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const key = randomBytes(16).toString('base64');
    const request = upgradeRequest(target, key, headers);
    const head = new ByteStore();
    const line = open(target, receive);
    const { socket } = line;
    const timer = clock.after(timeoutMs, () => fail('VAPI_TIMEOUT', 'socket'));
    const onError = (error: NodeJS.ErrnoException): void => fail('VAPI_SOCKET_FAILED', error.code);
    const onGone = (): void => fail('VAPI_SOCKET_FAILED', 'closed');
    socket.once(line.ready, () => socket.write(request));
    socket.on('error', onError);
    socket.on('end', onGone);
    socket.on('close', onGone);

    function receive(chunk: Buffer, length: number): boolean {
      head.append(chunk, 0, length);
      for (;;) {
        const bytes = head.bytes;
        const end = bytes.indexOf(HEAD_END);
        if (end < 0 ? bytes.length > MAX_HEAD_BYTES : end > MAX_HEAD_BYTES) {
          fail('VAPI_SOCKET_FAILED', 'handshake');
          return false;
        }
        if (end < 0) return true;
        const response = parseResponseHead(bytes.toString('latin1', 0, end));
        const rest = bytes.subarray(end + HEAD_END.length);
        head.clear();
        if (!response) {
          fail('VAPI_SOCKET_FAILED', 'handshake');
          return false;
        }
        if (response.status === SWITCHING_PROTOCOLS) {
          if (isUpgraded(response, key)) succeed(rest);
          else fail('VAPI_SOCKET_FAILED', 'handshake');
          return false;
        }
        if (response.status >= 200) {
          fail('VAPI_SOCKET_FAILED', `status ${response.status}`);
          return false;
        }
        // Others of 1xx are news on the way to the answer (RFC 9110, 15.2).
        head.append(rest, 0, rest.length);
      }
    }
    function leave(): void {
      timer.cancel();
      socket.off('end', onGone);
      socket.off('close', onGone);
    }
    function fail(code: ErrorCode, detail: string | undefined): void {
      leave();
      // The listener for errors stays: the destroyed socket may still have one to tell.
      socket.destroy();
      reject(new BridgeError(code, detail));
    }
    function succeed(early: Buffer): void {
      leave();
      const media = new MediaSocket(
        { socket, early, read: line.read },
        { role: 'client', clock, maxPayload },
      );
      socket.off('error', onError);
      resolve(media);
    }
  });
}

/** A socket that is being connected. */
interface Line {
  socket: Socket;
  /** The event after which it may be written to. */
  ready: 'connect' | 'secureConnect';
  read: Connection['read'];
}

/** @param receive gets what comes until `read` names another receiver */
function open(target: URL, receive: Receive): Line {
  if (target.protocol === 'wss:') return openTls(target, receive);
  if (target.protocol === 'ws:') return openPlain(target, receive);
  throw new TypeError('not the address of a WebSocket');
}

function openPlain(target: URL, receive: Receive): Line {
  let receiver = receive;
  const socket = connectPlain({
    host: hostOf(target),
    port: Number(target.port || 80),
    onread: readingTo((chunk, length) => receiver(chunk, length)),
  });
  return {
    socket,
    ready: 'connect',
    read: (next) => {
      receiver = (chunk, length) => {
        next(chunk, length);
        return true;
      };
      socket.resume();
    },
  };
}

/** TLS decrypts into memory of the right size, so that its chunks are taken as they are. */
function openTls(target: URL, receive: Receive): Line {
  const host = hostOf(target);
  const socket = connectTls({
    host,
    port: Number(target.port || 443),
    // An address is no name for a server to choose its certificate by (RFC 6066, 3).
    servername: isIP(host) ? '' : host,
    ALPNProtocols: ['http/1.1'],
  });
  const onData = (chunk: Buffer): void => {
    if (!receive(chunk, chunk.length)) socket.pause();
  };
  socket.on('data', onData);
  return {
    socket,
    // Not `connect`: the request holds a key, which nobody gets before the certificate is checked.
    ready: 'secureConnect',
    read: (next) => {
      socket.off('data', onData);
      socket.on('data', (chunk: Buffer) => next(chunk, chunk.length));
      socket.resume();
    },
  };
}

/** The host without the brackets of an IPv6 address. */
function hostOf(target: URL): string {
  return target.hostname.replace(/^\[(.*)\]$/, '$1');
}
