import { BLOCK_BYTES, BlockPool } from '../../../bridge/src/relay/blockPool';
import { audioOf } from '../support/audio';

/** What is kept for the next time. */
const KEPT_BYTES = 12 * 256_000;

describe('BlockPool', () => {
  it('gives nobody a block that is somebody else’s, and its bytes back as they were', () => {
    const pool = new BlockPool();
    const blocks = Array.from({ length: 1000 }, () => pool.take());
    expect(new Set(blocks).size).toBe(1000);
    blocks.forEach((block, index) => pool.write(block, 0, audioOf(BLOCK_BYTES, index), 0, BLOCK_BYTES));
    const read = Buffer.alloc(100);
    blocks.forEach((block, index) => {
      const written = audioOf(BLOCK_BYTES, index);
      expect(pool.view(block, 0, BLOCK_BYTES).equals(written)).toBe(true);
      pool.read(block, 500, 600, read, 0);
      expect(read.equals(written.subarray(500, 600))).toBe(true);
    });
    expect(pool.taken).toBe(1000);
  });

  it('holds no more after a flood than what calls need anyway, however the blocks come back', () => {
    const pool = new BlockPool();
    for (let flood = 0; flood < 3; flood += 1) {
      const blocks = Array.from({ length: 30_000 }, () => pool.take());
      expect(pool.heldBytes).toBeGreaterThanOrEqual(30_000 * BLOCK_BYTES);
      // Each seventh block first, and so on: as when calls end one after the other.
      for (let rest = 0; rest < 7; rest += 1) {
        blocks.filter((_, index) => index % 7 === rest).forEach((block) => pool.give(block));
      }
      expect(pool.taken).toBe(0);
      expect(pool.heldBytes).toBe(KEPT_BYTES);
    }
  });

  it('uses the lowest blocks first, so that a long call does not hold on to a flood', () => {
    const pool = new BlockPool();
    const flood = Array.from({ length: 10_000 }, () => pool.take());
    const [first, ...others] = flood;
    others.forEach((block) => pool.give(block));
    const next = Array.from({ length: 100 }, () => pool.take());
    expect(Math.max(...next)).toBeLessThan(320);
    [first ?? 0, ...next].forEach((block) => pool.give(block));
    expect(pool.taken).toBe(0);
    expect(pool.heldBytes).toBe(KEPT_BYTES);
  });
});
