import { RateLimiter } from './rateLimiter';
import { USER_AGENT, api, emulator, socketCall, stopAll } from './testSupport';

afterEach(stopAll);

describe('RateLimiter', () => {
  it('lets a burst through, then so many a second', () => {
    let now = 0;
    const limiter = new RateLimiter({ ratePerSecond: 3, burst: 2 }, () => now);
    const passes = (count: number) =>
      Array.from({ length: count }, () => limiter.refuse() === undefined).filter(Boolean).length;
    expect(passes(10)).toBe(2);
    now = 333;
    expect(passes(10)).toBe(0);
    now = 334;
    expect(passes(10)).toBe(1);
    now = 60_000;
    expect(passes(10)).toBe(2);
  });

  it('says when to come back only where it should', () => {
    const silent = new RateLimiter({ ratePerSecond: 1 }, () => 0);
    silent.refuse();
    expect(silent.refuse()).toEqual({});
    const telling = new RateLimiter({ ratePerSecond: 0.25, retryAfter: true }, () => 0);
    telling.refuse();
    expect(telling.refuse()).toEqual({ 'retry-after': '4' });
  });

  it.each([
    [{ ratePerSecond: 0 }, 'ratePerSecond is 0'],
    [{ ratePerSecond: 1, burst: -1 }, 'burst is -1'],
    [{ ratePerSecond: Number.NaN }, 'ratePerSecond is NaN'],
  ])('refuses %j', (limit, message) => {
    expect(() => new RateLimiter(limit)).toThrow(message);
  });
});

describe('a rate-limited API', () => {
  it('refuses with 429, and can be changed while it runs', async () => {
    // So slow that no request is earned during the test.
    const vapi = await emulator({ rateLimit: { ratePerSecond: 0.001, burst: 2 } });
    const get = () => fetch(`${vapi.url}/tool`, { headers: { 'user-agent': USER_AGENT } });
    expect([(await get()).status, (await get()).status]).toEqual([401, 401]);
    const refused = await get();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    expect(await refused.json()).toEqual({ message: 'Too Many Requests', statusCode: 429 });
    expect(vapi.requests.at(-1)).toMatchObject({ path: '/tool', status: 429 });

    vapi.rateLimit = { ratePerSecond: 0.01, burst: 1, retryAfter: true };
    await get();
    expect((await get()).headers.get('retry-after')).toMatch(/^(?:9\d|100)$/);
    vapi.rateLimit = undefined;
    expect((await api(vapi, 'GET', '/tool')).status).toBe(200);
  });

  it('does nothing for a refused request, and leaves live control alone', async () => {
    const vapi = await emulator();
    const { controlUrl } = await socketCall(vapi);
    vapi.rateLimit = { ratePerSecond: 0.001, burst: 1 };
    vapi.failNext({ path: '/assistant', status: 503 });
    await api(vapi, 'GET', '/tool');
    expect((await api(vapi, 'POST', '/assistant', { name: 'Never' })).status).toBe(429);
    expect(vapi.storedAll('assistant')).toEqual([]);
    const control = { method: 'POST', body: '{"type":"end-call"}', headers: { 'user-agent': USER_AGENT } };
    expect((await fetch(controlUrl, control)).status).toBe(200);
    // The fault still waits.
    vapi.rateLimit = undefined;
    expect((await api(vapi, 'GET', '/assistant')).status).toBe(503);
  });
});
