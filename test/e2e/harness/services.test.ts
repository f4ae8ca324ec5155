import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describeServices, services, servicesListen } from './services';
import { freePorts } from './ports';

describe('services', () => {
  it('are on the usual ports of this machine, unless the environment names others', () => {
    expect(describeServices(services({}))).toContain(
      'PostgreSQL on 127.0.0.1:5432 and Redis on 127.0.0.1:6379',
    );
    const elsewhere = {
      TEST_POSTGRES_URL: 'postgres://n8n:s3cret@db.test:6000',
      TEST_REDIS_URL: 'redis://cache.test',
    };
    const words = describeServices(services(elsewhere));
    expect(words).toContain('PostgreSQL on db.test:6000 and Redis on cache.test:6379');
    expect(words).not.toContain('s3cret');
  });
});

describe('servicesListen', () => {
  it('is true only if both take connections', async () => {
    const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [closed] = await freePorts(1);
    const at = (postgres: number, redis: number) =>
      servicesListen({
        postgres: new URL(`postgres://127.0.0.1:${postgres}`),
        redis: new URL(`redis://127.0.0.1:${redis}`),
      });
    expect(at(port, port)).toBe(true);
    expect(at(port, closed ?? 0)).toBe(false);
    expect(at(closed ?? 0, port)).toBe(false);
    server.close();
  });
});
