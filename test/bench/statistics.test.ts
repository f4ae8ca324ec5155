import { median, quantile, randomNumbers, ratioOfMedians, type Pair } from './statistics';

describe('quantile', () => {
  it.each([
    [[3], 0.95, 3],
    [[4, 1, 3, 2], 0.5, 2.5],
    [[1, 2, 3, 4, 5], 0, 1],
    [[1, 2, 3, 4, 5], 1, 5],
    [[0, 10], 0.95, 9.5],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected);
  });

  it('leaves the values in their order, and has no answer for none', () => {
    const values = [3, 1, 2];
    expect(median(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
    expect(() => quantile([], 0.5)).toThrow('no values');
  });
});

describe('ratioOfMedians', () => {
  const noisy = (factor: number): Pair[] => {
    const random = randomNumbers(7);
    return Array.from({ length: 200 }, () => [factor * (10 + random()), 10 + random()] as const);
  };

  it('finds a difference of ten per cent, and a range around it that leaves out 1', () => {
    const { ratio, low, high } = ratioOfMedians(noisy(1.1));
    expect(ratio).toBeGreaterThan(1.08);
    expect(ratio).toBeLessThan(1.12);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeGreaterThan(ratio);
  });

  it('gives a range around 1 for equals, and the same one every time', () => {
    const { low, high } = ratioOfMedians(noisy(1));
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
    expect(ratioOfMedians(noisy(1))).toEqual(ratioOfMedians(noisy(1)));
  });
});

describe('randomNumbers', () => {
  it('are spread over 0 to 1', () => {
    const random = randomNumbers(1);
    const drawn = Array.from({ length: 1_000 }, random);
    expect(drawn.every((n) => n >= 0 && n < 1)).toBe(true);
    expect(median(drawn)).toBeGreaterThan(0.45);
    expect(median(drawn)).toBeLessThan(0.55);
  });
});
