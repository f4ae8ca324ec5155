import fc from 'fast-check';
import { MAX_HELD, MAX_WAIT_MS, Reorderer } from '../../../../bridge/src/carriers/telnyx/reorder';

const FRAME_MS = 20;

describe('Reorderer', () => {
  let passed: number[];
  let frames: Reorderer;
  beforeEach(() => {
    passed = [];
    frames = new Reorderer((audio) => void passed.push(audio.readUInt32LE()));
  });

  /** Lets a frame come whose memory is used for something else right afterwards. */
  const push = (number: number, now = 0): boolean => {
    const audio = Buffer.alloc(4);
    audio.writeUInt32LE(number);
    const useful = frames.push(number, audio, now);
    audio.fill(0xee);
    return useful;
  };

  it('passes what comes in order at once', () => {
    for (let number = 1; number <= 100; number += 1) {
      expect(push(number)).toBe(true);
      expect(passed.at(-1)).toBe(number);
      expect(frames.deadline).toBeUndefined();
    }
  });

  it('lets an early frame wait for those before it', () => {
    expect([push(1), push(3), push(4)]).toEqual([true, true, true]);
    expect(passed).toEqual([1]);
    push(2);
    expect(passed).toEqual([1, 2, 3, 4]);
    expect(frames.deadline).toBeUndefined();
  });

  it('drops what comes twice, or too late', () => {
    push(1);
    expect(push(1)).toBe(false);
    push(3);
    expect(push(3)).toBe(false);
    frames.flush();
    expect(push(2)).toBe(false);
    expect(passed).toEqual([1, 3]);
  });

  it('gives up a frame when one more waits than may', () => {
    push(1);
    for (let number = 3; number < 3 + MAX_HELD; number += 1) push(number);
    expect(passed).toEqual([1]);
    push(3 + MAX_HELD);
    expect(passed).toEqual([1, 3, 4, 5, 6]);
  });

  it('gives up what is missing before a frame that has waited for long enough, and nothing else', () => {
    push(1, 0);
    push(3, 10);
    push(5, 50);
    expect(frames.deadline).toBe(10 + MAX_WAIT_MS);
    frames.expire(10 + MAX_WAIT_MS - 1);
    expect(passed).toEqual([1]);
    frames.expire(10 + MAX_WAIT_MS);
    expect(passed).toEqual([1, 3]);
    expect(frames.deadline).toBe(50 + MAX_WAIT_MS);
    push(4, 100);
    expect(passed).toEqual([1, 3, 4, 5]);
  });

  it('passes what has waited for long enough before a frame that comes later', () => {
    push(1, 0);
    push(3, 0);
    push(4, MAX_WAIT_MS);
    expect(passed).toEqual([1, 3, 4]);
  });

  it('takes a frame that comes after the wait, when nobody has looked at the time since', () => {
    push(1, 0);
    push(3, 0);
    expect(push(2, 10 * MAX_WAIT_MS)).toBe(true);
    expect(passed).toEqual([1, 2, 3]);
  });

  it.each([0, 1, 2, 7])('finds the beginning of a stream that counts from %i', (first) => {
    for (let number = first; number < first + 20; number += 1) push(number, number * FRAME_MS);
    frames.flush();
    expect(passed).toEqual(Array.from({ length: 20 }, (_, index) => first + index));
  });

  it('goes on with a counting that begins anew', () => {
    for (let number = 1; number <= 100; number += 1) push(number);
    push(102);
    for (let number = 1; number <= 3; number += 1) push(number);
    expect(passed.slice(-5)).toEqual([100, 102, 1, 2, 3]);
  });

  /** Numbers from 1, each with the time of its coming, in order but for delays of less than so many ms. */
  const delayed = (maxDelayMs: number) =>
    fc
      .array(fc.integer({ min: 0, max: maxDelayMs }), { minLength: 1, maxLength: 200 })
      .map((delays) =>
        delays
          .map((delay, index) => ({ number: index + 1, at: index * FRAME_MS + delay }))
          .sort((one, other) => one.at - other.at || one.number - other.number),
      );
  const run = (arrivals: { number: number; at: number }[]): number[] => {
    const heard: number[] = [];
    const reorderer = new Reorderer((audio) => void heard.push(audio.readUInt32LE()));
    for (const { number, at } of arrivals) {
      const audio = Buffer.alloc(4);
      audio.writeUInt32LE(number);
      reorderer.push(number, audio, at);
    }
    reorderer.flush();
    return heard;
  };

  it('restores the order, whole, whenever no frame is later than the wait', () => {
    fc.assert(
      fc.property(delayed(MAX_WAIT_MS - 1), (arrivals) => {
        const numbers = arrivals.map(({ number }) => number).sort((one, other) => one - other);
        expect(run(arrivals)).toEqual(numbers);
      }),
    );
  });

  it('restores the order, whole, of any shuffling within four places', () => {
    const places = fc.array(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(places, (blocks) => {
        const numbers = blocks.flatMap((block, index) => block.map((place) => index * 4 + place + 1));
        expect(run(numbers.map((number) => ({ number, at: 0 })))).toEqual(
          [...numbers].sort((one, other) => one - other),
        );
      }),
    );
  });

  it('never passes a frame twice or out of order, nor keeps many, whatever comes and gets lost', () => {
    const coming = fc.array(fc.record({ number: fc.integer({ min: 1, max: 45 }), pause: fc.nat(30) }));
    fc.assert(
      fc.property(coming, (list) => {
        const heard: number[] = [];
        const reorderer = new Reorderer((audio) => void heard.push(audio.readUInt32LE()));
        let now = 0;
        let useful = 0;
        for (const { number, pause } of list) {
          now += pause;
          const audio = Buffer.alloc(4);
          audio.writeUInt32LE(number);
          if (reorderer.push(number, audio, now)) useful += 1;
          expect(useful - heard.length).toBeLessThanOrEqual(MAX_HELD);
          expect(reorderer.deadline ?? now + 1).toBeGreaterThan(now);
        }
        reorderer.flush();
        // What was called useful was heard, and the numbers go up.
        expect(heard).toHaveLength(useful);
        expect(heard).toEqual([...new Set(heard)].sort((one, other) => one - other));
      }),
    );
  });
});
