import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { N8nInstall } from './install';
import type { Services } from './services';

/** A database and a corner of Redis that one n8n in queue mode has to itself. */
export interface QueueBackend {
  /** What n8n's processes need to find both. */
  env: Record<string, string>;
  /** Removes the database and the keys. n8n must have ended. */
  drop(): Promise<void>;
}

/**
 * Makes a fresh database and a fresh prefix for n8n's keys in Redis.
 *
 * @throws the driver's error if a server refuses
 */
export async function createQueueBackend(services: Services, install: N8nInstall): Promise<QueueBackend> {
  const name = `n8n_e2e_${randomBytes(6).toString('hex')}`;
  const drivers = driversOf(install);
  await inPostgres(drivers, services.postgres, `CREATE DATABASE ${name}`);
  return {
    env: queueEnv(services, name),
    async drop() {
      await inPostgres(drivers, services.postgres, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await deleteKeys(drivers, services.redis, name);
    },
  };
}

function queueEnv({ postgres, redis }: Services, name: string): Record<string, string> {
  return {
    EXECUTIONS_MODE: 'queue',
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: postgres.hostname,
    DB_POSTGRESDB_PORT: postgres.port === '' ? '5432' : postgres.port,
    DB_POSTGRESDB_USER: decodeURIComponent(postgres.username),
    DB_POSTGRESDB_PASSWORD: decodeURIComponent(postgres.password),
    DB_POSTGRESDB_DATABASE: name,
    QUEUE_BULL_REDIS_HOST: redis.hostname,
    QUEUE_BULL_REDIS_PORT: redis.port === '' ? '6379' : redis.port,
    QUEUE_BULL_REDIS_DB: redis.pathname.slice(1) || '0',
    QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(redis.username),
    QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(redis.password),
    QUEUE_BULL_PREFIX: name,
    // Its other keys and channels: without this, two n8n on one Redis hear each other.
    N8N_REDIS_KEY_PREFIX: name,
    QUEUE_HEALTH_CHECK_ACTIVE: 'true',
    // An execution whose worker is gone would hold up the end of main.
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
  };
}

/** The drivers that n8n itself brings, as far as they are used here: no dependencies of our own for them. */
interface Drivers {
  pg: {
    Client: new (options: { connectionString: string }) => {
      connect(): Promise<void>;
      query(sql: string): Promise<unknown>;
      end(): Promise<void>;
    };
  };
  redis: {
    Redis: new (url: string) => {
      scan(
        cursor: string,
        match: 'MATCH',
        pattern: string,
        count: 'COUNT',
        keys: number,
      ): Promise<[string, string[]]>;
      unlink(...keys: string[]): Promise<number>;
      disconnect(): void;
    };
  };
}

function driversOf({ folder }: N8nInstall): Drivers {
  const require = createRequire(join(folder, 'package.json'));
  return { pg: require('pg') as Drivers['pg'], redis: require('ioredis') as Drivers['redis'] };
}

async function inPostgres({ pg }: Drivers, server: URL, sql: string): Promise<void> {
  const connection = new URL('/postgres', server);
  connection.username = server.username;
  connection.password = server.password;
  const client = new pg.Client({ connectionString: connection.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function deleteKeys({ redis }: Drivers, server: URL, prefix: string): Promise<void> {
  const client = new redis.Redis(server.href);
  try {
    let cursor = '0';
    do {
      const [next, keys] = await client.scan(cursor, 'MATCH', `*${prefix}*`, 'COUNT', 1_000);
      if (keys.length > 0) await client.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
  } finally {
    client.disconnect();
  }
}
