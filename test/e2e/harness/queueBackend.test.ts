import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { ensureN8n, type N8nInstall } from './install';
import { createQueueBackend, type QueueBackend } from './queueBackend';
import { describeServices, services, servicesListen } from './services';

const needed = services();

describeWith(servicesListen(needed), describeServices(needed), 'a queue backend', () => {
  let install: N8nInstall;
  let backend: QueueBackend;

  beforeAll(async () => {
    install = await ensureN8n();
    backend = await createQueueBackend(needed, install);
  }, 900_000);

  afterAll(() => backend?.drop());

  async function connect(): Promise<void> {
    const { Client } = createRequire(join(install.folder, 'package.json'))('pg') as {
      Client: new (options: object) => { connect(): Promise<void>; end(): Promise<void> };
    };
    const { env } = backend;
    const client = new Client({
      ...{ host: env.DB_POSTGRESDB_HOST, port: Number(env.DB_POSTGRESDB_PORT) },
      ...{ user: env.DB_POSTGRESDB_USER, password: env.DB_POSTGRESDB_PASSWORD },
      database: env.DB_POSTGRESDB_DATABASE,
    });
    await client.connect();
    await client.end();
  }

  it('has a database and keys of its own, and leaves neither behind', async () => {
    const { Redis } = createRequire(join(install.folder, 'package.json'))('ioredis') as {
      Redis: new (url: string) => {
        set(key: string, value: string): Promise<unknown>;
        exists(...keys: string[]): Promise<number>;
        del(key: string): Promise<number>;
        disconnect(): void;
      };
    };
    const prefix = backend.env.QUEUE_BULL_PREFIX ?? '';
    const [own, other] = [`{${prefix}}:jobs:1`, `other-than-${prefix.slice(0, -1)}`];
    const redis = new Redis(needed.redis.href);
    await redis.set(own, 'job');
    await redis.set(other, 'of somebody else');
    await connect();

    await backend.drop();

    expect([await redis.exists(own), await redis.exists(other)]).toEqual([0, 1]);
    await expect(connect()).rejects.toThrow('does not exist');
    await redis.del(other);
    redis.disconnect();
  });
});
