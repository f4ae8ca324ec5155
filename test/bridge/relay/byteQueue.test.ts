import fc from 'fast-check';
import { ByteQueue } from '../../../bridge/src/relay/byteQueue';
import { audioOf } from '../support/audio';

describe('ByteQueue', () => {
  it('gives out what was put in, in order, however it is cut', () => {
    const operation = fc.oneof(
      fc.record({ push: fc.nat({ max: 4000 }), skip: fc.nat({ max: 30 }) }),
      fc.record({ take: fc.nat({ max: 4000 }) }),
      fc.record({ drop: fc.nat({ max: 4000 }) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const queue = new ByteQueue();
        let expected = Buffer.alloc(0);
        operations.forEach((step, index) => {
          if ('push' in step) {
            const bytes = audioOf(step.push, index);
            const from = Math.min(step.skip, bytes.length);
            expected = Buffer.concat([expected, bytes.subarray(from)]);
            queue.push(bytes, from);
            // What was put in belongs to the caller again.
            bytes.fill(0x55);
          } else if ('take' in step) {
            const taken = queue.take(step.take);
            expect(taken.length).toBe(Math.min(step.take, expected.length));
            expect(taken.equals(expected.subarray(0, taken.length))).toBe(true);
            expected = expected.subarray(taken.length);
          } else {
            queue.drop(step.drop);
            expected = expected.subarray(step.drop);
          }
          expect(queue.length).toBe(expected.length);
        });
        expect(queue.take(Infinity).equals(expected)).toBe(true);
      }),
    );
  });

  it('keeps its order over thousands of small pieces', () => {
    const queue = new ByteQueue();
    for (let index = 0; index < 3000; index += 1) queue.push(Buffer.from([index % 251, index % 241]));
    for (let index = 0; index < 3000; index += 1) {
      expect([...queue.take(2)]).toEqual([index % 251, index % 241]);
    }
    expect(queue.take(1)).toHaveLength(0);
  });

  it('moves the oldest bytes to where they are wanted, also over the border of two blocks', () => {
    const queue = new ByteQueue();
    const bytes = audioOf(4000, 3);
    queue.push(bytes);
    const target = Buffer.alloc(1700);
    for (let at = 0; at + target.length <= bytes.length; at += target.length) {
      queue.read(target);
      expect(target.equals(bytes.subarray(at, at + target.length))).toBe(true);
    }
    expect(queue.length).toBe(600);
  });

  it('uses again what others have left', () => {
    // All blocks lie in the same buffer; where in it tells them apart.
    const first = new ByteQueue();
    first.push(audioOf(1600, 1));
    const memory = first.take(1600).byteOffset;
    const second = new ByteQueue();
    second.push(audioOf(1600, 2));
    expect(second.take(1600).byteOffset).toBe(memory);
    second.push(audioOf(1600, 3));
    const held = second.take(100).byteOffset;
    second.clear();
    first.push(audioOf(10, 4));
    expect(first.take(10).byteOffset).toBe(held);
  });

  it('copies no frame a second time, when all that was put in are frames', () => {
    const queue = new ByteQueue();
    const frames = audioOf(160 * 100, 1);
    for (let at = 0; at < frames.length; at += 160) queue.push(frames, at, at + 160);
    const memories = Array.from({ length: 100 }, () => queue.take(160).buffer.byteLength);
    // Where the blocks lie; one that was put together lies somewhere else.
    expect(new Set(memories)).toEqual(new Set([256_000]));
  });

  it('is empty after clear, and can be used again', () => {
    const queue = new ByteQueue();
    queue.push(audioOf(5000, 1));
    queue.take(100);
    queue.clear();
    expect(queue.length).toBe(0);
    expect(queue.take(5)).toHaveLength(0);
    queue.push(Buffer.from([7]));
    expect([...queue.take(5)]).toEqual([7]);
  });
});
