import fastify, { type FastifyInstance } from 'fastify';
import { BridgeError } from '../../../bridge/src/errors';
import { RateLimit } from '../../../bridge/src/rateLimit';
import { requireBearer } from '../../../bridge/src/routes/bearer';

describe('requireBearer', () => {
  let app: FastifyInstance;
  let now: number;
  let url: string;
  beforeEach(async () => {
    now = 0;
    app = fastify();
    app.setErrorHandler((error, _request, reply) =>
      error instanceof BridgeError
        ? reply.code(error.status).send(error.toJSON())
        : reply.code(500).send(String(error)),
    );
    const perMinute = (count: number) => new RateLimit(count, () => now);
    const onRequest = requireBearer({
      key: 'the-key',
      missing: 'METRICS_TOKEN_MISSING',
      wrong: 'METRICS_TOKEN_WRONG',
      limits: {
        clientOf: (request) => String(request.headers['x-client'] ?? 'someone'),
        requests: perMinute(5),
        wrongKeys: perMinute(3),
      },
    });
    app.get('/', { onRequest }, () => 'in');
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => app.close());

  const ask = async (authorization?: string, client = 'someone') => {
    const headers = { 'x-client': client, ...(authorization === undefined ? {} : { authorization }) };
    const response = await fetch(url, { headers });
    const text = await response.text();
    const code = response.ok ? text : (JSON.parse(text) as { error: { code: string } }).error.code;
    return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
  };

  it.each([
    ['Bearer the-key', 200, 'in'],
    ['bearer  the-key', 200, 'in'],
    [undefined, 401, 'METRICS_TOKEN_MISSING'],
    ['', 401, 'METRICS_TOKEN_MISSING'],
    ['Basic dGhlLWtleQ==', 401, 'METRICS_TOKEN_MISSING'],
    ['Bearer', 401, 'METRICS_TOKEN_MISSING'],
    ['Bearer the-ke', 401, 'METRICS_TOKEN_WRONG'],
    ['Bearer the-key2', 401, 'METRICS_TOKEN_WRONG'],
    ['Bearer the-key the-key', 401, 'METRICS_TOKEN_MISSING'],
  ])('answers %j with %i', async (authorization, status, code) => {
    expect(await ask(authorization)).toMatchObject({ status, code });
  });

  it('refuses even the right key after too many wrong ones, and tells when to come back', async () => {
    for (const key of ['Bearer a', undefined, 'Bearer c']) expect((await ask(key)).status).toBe(401);
    const refused = { status: 429, code: 'RATE_LIMITED', retryAfter: '20' };
    expect(await ask('Bearer the-key')).toEqual(refused);
    expect(await ask('Bearer d')).toEqual(refused);
    expect((await ask('Bearer the-key', 'another')).status).toBe(200);
    now += 20_000;
    expect((await ask('Bearer the-key')).status).toBe(200);
  });

  it('limits requests with the right key, too', async () => {
    for (let time = 0; time < 5; time += 1) expect((await ask('Bearer the-key')).status).toBe(200);
    expect(await ask('Bearer the-key')).toEqual({ status: 429, code: 'RATE_LIMITED', retryAfter: '12' });
    expect((await ask('Bearer the-key', 'another')).status).toBe(200);
  });
});
