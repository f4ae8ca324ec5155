import fc from 'fast-check';
import {
  mayRepeat,
  pauseBefore,
  RATE_LIMIT_DELAYS_MS,
  RETRY_DELAYS_MS,
  retryAfter,
  type Attempt,
} from '../../../../nodes/shared/http/retry';

describe('what may be repeated', () => {
  it.each<[string, Attempt, boolean, boolean]>([
    ['429: nothing was done', { status: 429 }, true, true],
    ['a refused connection: nothing was sent', { status: undefined, refused: true }, true, true],
    ['a lost connection', { status: undefined }, true, false],
    ['408', { status: 408 }, true, false],
    ['500', { status: 500 }, true, false],
    ['503', { status: 503 }, true, false],
    ['400', { status: 400 }, false, false],
    ['404', { status: 404 }, false, false],
    ['a redirect', { status: 302 }, false, false],
  ])('after %s', (_, attempt, always, unlessDone) => {
    expect(mayRepeat(attempt, 'always')).toBe(always);
    expect(mayRepeat(attempt, 'unlessDone')).toBe(unlessDone);
  });
});

describe('the pause', () => {
  it('lies between half of the step and the step, and never below what the server asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
        fc.constantFrom(429, 500),
        (done, random, retryAfterMs, status) => {
          const steps = status === 429 ? RATE_LIMIT_DELAYS_MS : RETRY_DELAYS_MS;
          const step = steps[done - 1];
          const pause = pauseBefore(done, { status, retryAfterMs }, random);
          if (step === undefined) return pause === undefined;
          const least = Math.max(step / 2, retryAfterMs ?? 0);
          return pause !== undefined && pause >= least && pause <= Math.max(step, retryAfterMs ?? 0);
        },
      ),
    );
  });

  it('differs between executions that failed together', () => {
    expect(pauseBefore(1, { status: 429 }, 0)).not.toBe(pauseBefore(1, { status: 429 }, 0.5));
  });

  it('outlasts the 20 seconds for which Vapi locks out after a burst, even when chance is against it', () => {
    const shortest = RATE_LIMIT_DELAYS_MS.map((_, index) => pauseBefore(index + 1, { status: 429 }, 0) ?? 0);
    const longest = RATE_LIMIT_DELAYS_MS.map((_, index) => pauseBefore(index + 1, { status: 429 }, 1) ?? 0);
    const sum = (list: number[]): number => list.reduce((total, pause) => total + pause, 0);
    expect(sum(shortest)).toBeGreaterThan(15_000);
    expect(sum(longest)).toBeGreaterThan(20_000);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');

  it.each<[unknown, number | undefined]>([
    ['7', 7000],
    ['0', 0],
    ['-3', 0],
    ['86400', 60_000],
    ['Fri, 20 Nov 2026 12:00:10 GMT', 10_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['', undefined],
    ['soon', undefined],
    [undefined, undefined],
    [['7'], undefined],
  ])('%j', (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});
