import { Faults } from './faults';

describe('Faults', () => {
  it('acts once, in the order asked for, on what fits', () => {
    const faults = new Faults();
    faults.add({ method: 'post', path: '/call', status: 500 });
    faults.add({ path: /^\/call/, status: 503 });
    expect(faults.take('GET', '/assistant')).toBeUndefined();
    expect(faults.take('GET', '/call')?.status).toBe(503);
    expect(faults.take('POST', '/call')?.status).toBe(500);
    expect(faults.take('POST', '/call')).toBeUndefined();
  });

  it('acts a number of times, counting only what fits', () => {
    const faults = new Faults();
    faults.add({ path: '/call', status: 429, times: 3 });
    const statuses = ['/call', '/tool', '/call', '/call', '/call'].map(
      (path) => faults.take('GET', path)?.status,
    );
    expect(statuses).toEqual([429, undefined, 429, 429, undefined]);
  });

  it('acts for a time, from the first request that it spoils', () => {
    let now = 0;
    const faults = new Faults(() => now);
    faults.add({ status: 429, forMs: 1000 });
    now = 50_000;
    expect(faults.take('GET', '/call')?.status).toBe(429);
    now = 50_999;
    expect(faults.take('POST', '/tool')?.status).toBe(429);
    now = 51_000;
    expect(faults.take('GET', '/call')).toBeUndefined();
    now = 50_500;
    expect(faults.take('GET', '/call')).toBeUndefined();
  });

  it('ends at whichever comes first, the number or the time', () => {
    let now = 0;
    const faults = new Faults(() => now);
    faults.add({ path: '/a', status: 429, forMs: 1000, times: 2 });
    faults.add({ path: '/b', status: 429, forMs: 1000, times: 2 });
    expect([1, 2, 3].map(() => faults.take('GET', '/a')?.status)).toEqual([429, 429, undefined]);
    expect(faults.take('GET', '/b')?.status).toBe(429);
    now = 1000;
    expect(faults.take('GET', '/b')).toBeUndefined();
  });

  it('lets the next fault act when one is over', () => {
    const faults = new Faults();
    faults.add({ status: 429, times: 2 });
    faults.add({ status: 503 });
    expect([1, 2, 3, 4].map(() => faults.take('GET', '/call')?.status)).toEqual([429, 429, 503, undefined]);
  });

  it('lets requests pass first, counting only what fits', () => {
    const faults = new Faults();
    faults.add({ path: '/call', status: 500, skip: 2 });
    const statuses = ['/call', '/tool', '/call', '/call', '/call'].map(
      (path) => faults.take('GET', path)?.status,
    );
    expect(statuses).toEqual([undefined, undefined, undefined, 500, undefined]);
  });

  it('forgets what still waits', () => {
    const faults = new Faults();
    faults.add({ status: 500, times: 5 });
    faults.clear();
    expect(faults.take('GET', '/call')).toBeUndefined();
  });

  it.each([
    [{ skip: -1 }, 'skip is -1'],
    [{ times: 0 }, 'times is 0'],
    [{ times: 1.5 }, 'times is 1.5'],
    [{ forMs: -1 }, 'forMs is -1'],
    [{ forMs: Number.NaN }, 'forMs is NaN'],
  ])('refuses %j', (wrong, message) => {
    expect(() => new Faults().add({ status: 429, ...wrong })).toThrow(message);
  });
});
