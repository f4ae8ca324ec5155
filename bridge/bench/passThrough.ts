import net, { type AddressInfo } from 'node:net';

/**
 * The floor: bytes from one socket to another and back, one write for each chunk read, without knowing what they are.
 * No relay in Node can cost less. Listens on a free port, printed as JSON; `PORT_BEHIND` is where it connects to.
 */
const portBehind = Number(process.env.PORT_BEHIND);

const server = net.createServer({ noDelay: true }, (near) => {
  const far = net.connect({ port: portBehind, host: '127.0.0.1', noDelay: true });
  near.on('data', (chunk) => far.write(chunk));
  far.on('data', (chunk) => near.write(chunk));
  // Either side's end ends the other.
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => one.destroy());
    one.on('close', () => other.destroy());
  }
});

server.listen(0, '127.0.0.1', 4096, () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
