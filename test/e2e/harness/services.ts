import { spawnSync } from 'node:child_process';

/** Where the servers of n8n's queue mode are: `TEST_POSTGRES_URL`, whose user may create databases, and `TEST_REDIS_URL`. */
export interface Services {
  postgres: URL;
  redis: URL;
}

export function services(env: NodeJS.ProcessEnv = process.env): Services {
  return {
    postgres: new URL(env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432'),
    redis: new URL(env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'),
  };
}

/** What {@link servicesListen} looks for, for the reader of the test log. */
export function describeServices({ postgres, redis }: Services): string {
  return (
    `queue mode needs PostgreSQL on ${addressOf(postgres).join(':')} and Redis on ${addressOf(redis).join(':')}; ` +
    'start them, or name others by TEST_POSTGRES_URL and TEST_REDIS_URL'
  );
}

/**
 * Whether both servers take connections. Asked while tests are being declared, which cannot wait, so another process
 * tries it.
 */
export function servicesListen({ postgres, redis }: Services): boolean {
  const addresses = JSON.stringify([addressOf(postgres), addressOf(redis)]);
  const { status } = spawnSync(process.execPath, ['-e', tryToConnect, addresses], { timeout: 60_000 });
  return status === 0;
}

const tryToConnect = `
  for (const [host, port] of JSON.parse(process.argv[1])) {
    const socket = require('node:net').connect(port, host, () => socket.destroy());
    socket.setTimeout(30_000, () => process.exit(1));
    socket.on('error', () => process.exit(1));
  }`;

function addressOf({ protocol, hostname, port }: URL): [string, number] {
  const standard = protocol.startsWith('redis') ? 6379 : 5432;
  return [hostname, Number(port === '' ? standard : port)];
}
