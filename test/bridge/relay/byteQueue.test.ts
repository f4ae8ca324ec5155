import fc from 'fast-check';
import { ByteQueue } from '../../../bridge/src/relay/byteQueue';

describe('ByteQueue', () => {
  it('gives out what was put in, in order, however it is cut', () => {
    const operation = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => ({ push: Buffer.from(bytes) })),
      fc.nat({ max: 60 }).map((take) => ({ take })),
      fc.constant({ chunk: true }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 800 }), (operations) => {
        const queue = new ByteQueue();
        let expected = Buffer.alloc(0);
        for (const step of operations) {
          if ('push' in step) {
            queue.push(step.push);
            expected = Buffer.concat([expected, step.push]);
          } else {
            const taken = 'take' in step ? queue.take(step.take) : queue.takeChunk();
            if ('take' in step) expect(taken.length).toBe(Math.min(step.take, expected.length));
            else expect(taken.length > 0).toBe(expected.length > 0);
            expect(taken.equals(expected.subarray(0, taken.length))).toBe(true);
            expected = expected.subarray(taken.length);
          }
          expect(queue.length).toBe(expected.length);
        }
      }),
    );
  });

  it('keeps its order over thousands of chunks', () => {
    const queue = new ByteQueue();
    for (let index = 0; index < 3000; index += 1) queue.push(Buffer.from([index % 251, index % 241]));
    for (let index = 0; index < 3000; index += 1) {
      expect([...queue.take(2)]).toEqual([index % 251, index % 241]);
    }
    expect(queue.take(1)).toHaveLength(0);
  });

  it('is empty after clear', () => {
    const queue = new ByteQueue();
    queue.push(Buffer.from([1, 2]));
    queue.clear();
    expect(queue.length).toBe(0);
    expect(queue.take(5)).toHaveLength(0);
    expect(queue.takeChunk()).toHaveLength(0);
  });
});
