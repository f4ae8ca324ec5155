import fc from 'fast-check';
import { RateLimit } from '../../bridge/src/rateLimit';

describe('RateLimit', () => {
  let now: number;
  beforeEach(() => (now = 1000));
  const limit = (perMinute: number, maxClients?: number) => new RateLimit(perMinute, () => now, maxClients);

  it('lets so many pass at once, then one as each becomes due', () => {
    const three = limit(3);
    expect([three.take('a'), three.take('a'), three.take('a')]).toEqual([0, 0, 0]);
    expect(three.take('a')).toBe(20_000);
    now += 19_999;
    expect(three.take('a')).toBe(1);
    now += 1;
    expect(three.take('a')).toBe(0);
    expect(three.take('a')).toBe(20_000);
  });

  it('counts each client apart', () => {
    const one = limit(1);
    expect(one.take('a')).toBe(0);
    expect(one.take('b')).toBe(0);
    expect(one.take('a')).toBeGreaterThan(0);
  });

  it('takes nothing when only asked, nor when it refuses', () => {
    const one = limit(1);
    expect([one.waitMs('a'), one.waitMs('a'), one.size]).toEqual([0, 0, 0]);
    one.take('a');
    for (let time = 0; time < 10; time += 1) expect(one.take('a')).toBe(60_000);
    now += 60_000;
    expect(one.take('a')).toBe(0);
  });

  it('saves up no more than a minute', () => {
    const two = limit(2);
    two.take('a');
    now += 3_600_000;
    expect([two.take('a'), two.take('a')]).toEqual([0, 0]);
    expect(two.take('a')).toBeGreaterThan(0);
  });

  it('remembers so many clients, and forgets the one seen longest ago', () => {
    const one = limit(2, 2);
    one.take('a');
    one.take('b');
    one.take('a');
    one.take('c');
    expect(one.size).toBe(2);
    // Forgotten: as good as new.
    expect([one.take('b'), one.take('b')]).toEqual([0, 0]);
  });

  it('never lets more pass than its rate allows, however they come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(10_000)), (perMinute, pauses) => {
        const bounded = limit(perMinute);
        const begin = now;
        let passed = 0;
        for (const pause of pauses) {
          now += pause;
          if (bounded.take('a') === 0) passed += 1;
        }
        // The sum of fractions is a hair off now and then.
        expect(passed).toBeLessThanOrEqual(perMinute + ((now - begin) * perMinute) / 60_000 + 1e-6);
      }),
    );
  });
});
