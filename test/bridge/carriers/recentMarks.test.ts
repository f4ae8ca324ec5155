import fc from 'fast-check';
import { RecentMarks } from '../../../bridge/src/carriers/recentMarks';

describe('RecentMarks', () => {
  it('knows what was noted, as it was noted last', () => {
    const marks = new RecentMarks(10, 1000, () => 0);
    marks.note('a', 1);
    marks.note('b', 2);
    marks.note('a', 3);
    expect(['a', 'b', 'c', ''].map((text) => marks.get(text))).toEqual([3, 2, undefined, undefined]);
  });

  it('is a map of the last texts, none older than its lifetime', () => {
    const CAPACITY = 7;
    const LIFETIME = 50;
    // Few texts and a small ring, so that they are noted again, overwritten and forgotten all the time.
    const step = fc.record({ text: fc.integer({ min: 0, max: 12 }), wait: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        let now = 0;
        const marks = new RecentMarks(CAPACITY, LIFETIME, () => now);
        const noted: { text: string; at: number; value: number }[] = [];
        for (const [value, { text, wait }] of steps.entries()) {
          now += wait;
          marks.note(`text ${text}`, value);
          noted.push({ text: `text ${text}`, at: now, value });
          for (let other = 0; other <= 12; other += 1) {
            const known = noted
              .slice(-CAPACITY)
              .findLast((entry) => entry.text === `text ${other}` && now - entry.at < LIFETIME);
            expect(marks.get(`text ${other}`)).toBe(known?.value);
          }
        }
      }),
    );
  });
});
