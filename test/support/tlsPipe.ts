import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { connect } from 'node:tls';

export interface TlsPipeOptions {
  /** Loopback address that the encrypted side comes from. */
  from: string;
  to: { host: string; port: number };
  /** The only certificate that is trusted; made out for `localhost`. */
  certificate: string;
}

/** A listener of plain TCP whose connections go on by TLS, for programs that speak none. */
export interface TlsPipe {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** Starts one. @throws {Error} where no port can be listened on */
export async function startTlsPipe({ from, to, certificate }: TlsPipeOptions): Promise<TlsPipe> {
  const host = '127.0.0.1';
  const server = createServer((plain) => {
    const secure = connect({ ...to, ...{ localAddress: from }, ca: certificate, servername: 'localhost' });
    plain.pipe(secure).pipe(plain);
    // Whichever side ends first takes the other with it; what was refused shows as a call without an answer.
    plain.on('error', () => secure.destroy()).on('close', () => secure.destroy());
    secure.on('error', () => plain.destroy()).on('close', () => plain.destroy());
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    host,
    port: (server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
