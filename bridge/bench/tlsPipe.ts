import { readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';

/**
 * Where TLS ends before the load's Vapi: bytes out of TLS to a plain socket and back. Listens on a free port, printed
 * as JSON; `PORT_BEHIND` is where it connects to, `KEY_FILE` and `CERT_FILE` are what it shows.
 */
const portBehind = Number(process.env.PORT_BEHIND);
const key = readFileSync(process.env.KEY_FILE as string);
const cert = readFileSync(process.env.CERT_FILE as string);

const server = tls.createServer({ key, cert, noDelay: true }, (near) => {
  const far = net.connect({ port: portBehind, host: '127.0.0.1', noDelay: true });
  near.on('data', (chunk: Buffer) => far.write(chunk));
  far.on('data', (chunk) => near.write(chunk));
  near.on('error', () => near.destroy());
  far.on('error', () => far.destroy());
  // Either side's end ends the other.
  near.on('close', () => far.destroy());
  far.on('close', () => near.destroy());
});

server.listen(0, '127.0.0.1', 4096, () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
