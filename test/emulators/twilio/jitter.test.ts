import { JitterBuffer, checkJitter } from './jitter';

/** Numbers instead of audio: what comes out at each of the first `count` frames. */
function course(buffer: JitterBuffer<number>, count: number): number[][] {
  return Array.from({ length: count }, (_, index) => buffer.pass(index));
}

describe('JitterBuffer', () => {
  it('passes frames on as they come where there is none', () => {
    expect(course(new JitterBuffer(undefined), 3)).toEqual([[0], [1], [2]]);
  });

  it('holds the end of each period back and lets it go in a burst with the next frame', () => {
    expect(course(new JitterBuffer({ everyMs: 100, holdMs: 60 }), 11)).toEqual([
      ...[[0], [1], [], [], []],
      ...[[2, 3, 4, 5], [6], [], [], []],
      [7, 8, 9, 10],
    ]);
  });

  it('loses nothing and keeps the order, whatever the numbers', () => {
    for (const jitter of [
      { everyMs: 1000, holdMs: 300 },
      { everyMs: 70, holdMs: 30 },
      { everyMs: 40, holdMs: 20 },
    ]) {
      const buffer = new JitterBuffer<number>(jitter);
      const out = course(buffer, 137).flat();
      expect(out.length).toBeLessThanOrEqual(137);
      expect([...out, ...buffer.flush()]).toEqual(Array.from({ length: 137 }, (_, index) => index));
      expect(buffer.flush()).toEqual([]);
    }
  });
});

describe('checkJitter', () => {
  it('takes what holds something back and lets something through', () => {
    expect(() => checkJitter({ everyMs: 40, holdMs: 20 })).not.toThrow();
  });

  it.each([
    [{ everyMs: 0, holdMs: 0 }],
    [{ everyMs: 100, holdMs: 100 }],
    [{ everyMs: 100, holdMs: 10 }],
    [{ everyMs: Number.NaN, holdMs: 20 }],
    [{ everyMs: Infinity, holdMs: 20 }],
  ])('refuses %j', (jitter) => {
    expect(() => checkJitter(jitter)).toThrow(/holdMs .* everyMs/);
  });
});
