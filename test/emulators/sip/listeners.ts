import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { StreamFrames } from './streamFrames';
import type { Peer } from './userAgentServer';

export interface ListenOptions {
  /** Answers a message; several answers go out in order. */
  receive: (text: string, peer: Peer) => string[];
  /** The public address that a loopback one stands for. */
  publicAddress: (loopback: string) => string;
  /** Loopback address to listen at. */
  host: string;
  /** TLS is spoken only where there is a certificate. */
  tls?: { key: string; cert: string };
}

export interface Listeners {
  host: string;
  ports: { udp: number; tcp: number; tls: number | undefined };
  close(): Promise<void>;
}

/** Characters are bytes, so that lengths are right whatever comes. */
const BYTES = 'latin1';

/**
 * Speaks SIP over UDP, TCP and TLS, each at a free port. Answers go back to where the message came from (RFC 3261,
 * 18.2.2, and RFC 3581).
 *
 * @throws {Error} where a port can't be listened on
 */
export async function listen({ receive, publicAddress, host, tls }: ListenOptions): Promise<Listeners> {
  const udp = createSocket('udp4');
  udp.on('message', (bytes, { address, port }) => {
    const peer = { address: publicAddress(address), port, transport: 'udp' } as const;
    for (const text of receive(bytes.toString(BYTES), peer))
      udp.send(Buffer.from(text, BYTES), port, address);
  });
  udp.bind(0, host);
  await once(udp, 'listening');

  const open = new Set<Socket>();
  const serve = (transport: 'tcp' | 'tls') => (socket: Socket) => {
    const frames = new StreamFrames();
    const { remoteAddress = '', remotePort = 0 } = socket;
    const peer = { address: publicAddress(remoteAddress), port: remotePort, transport };
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      try {
        for (const message of frames.push(bytes.toString(BYTES)))
          for (const text of receive(message, peer)) socket.write(text, BYTES);
      } catch {
        socket.destroy();
      }
    });
  };
  const tcp = createServer(serve('tcp'));
  const secure = tls === undefined ? undefined : createTlsServer(tls, serve('tls'));
  const servers = [tcp, ...(secure ? [secure] : [])];
  for (const server of servers) {
    server.listen(0, host);
    await once(server, 'listening');
  }
  return {
    host,
    ports: { udp: udp.address().port, tcp: portOf(tcp), tls: secure && portOf(secure) },
    close: async () => {
      for (const socket of open) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await new Promise<void>((resolve) => udp.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
