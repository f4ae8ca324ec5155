import { createServer, type Server } from 'node:net';

/**
 * Asks the system for ports nobody listens on. All are held open until the last one is known, so no two
 * of them are equal.
 *
 * @param count how many ports
 * @returns port numbers on the loopback interface, free at the moment of the answer
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenOnFreePort));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
}

function listenOnFreePort(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error(`A TCP server has no port number: its address is ${String(address)}`);
  }
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
