import { audioBlocks as pool, BLOCK_BYTES } from './blockPool';

/**
 * Bytes in the order they came, copied into blocks of 1,600 bytes that all queues share. One that is not empty has to
 * be cleared before it is forgotten.
 */
export class ByteQueue {
  readonly #blocks: number[] = [];
  /** Where in the first block reading goes on. */
  #readAt = 0;
  /** Where in the last block writing goes on. */
  #writeAt = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Copies `bytes`, from `from` to `to`, to the end. */
  push(bytes: Buffer, from = 0, to: number = bytes.length): void {
    for (let at = from; at < to;) {
      const block = this.#lastBlock();
      const count = Math.min(to - at, BLOCK_BYTES - this.#writeAt);
      pool.write(block, this.#writeAt, bytes, at, at + count);
      this.#writeAt += count;
      this.#length += count;
      at += count;
    }
  }

  /**
   * Removes and returns the oldest bytes: `count` of them, or as many as there are. They may lie in a block that is
   * used again, so they are the caller's until the next `push` to any queue only.
   */
  take(count: number): Buffer {
    const wanted = Math.min(count, this.#length);
    const first = this.#blocks[0];
    if (first === undefined || this.#readAt + wanted > BLOCK_BYTES) return this.#gather(wanted);
    const taken = pool.view(first, this.#readAt, this.#readAt + wanted);
    this.#advance(wanted);
    return taken;
  }

  /** Moves the oldest bytes to `target`, whose length they must have at least. */
  read(target: Buffer): void {
    for (let filled = 0; filled < target.length;) {
      const part = Math.min(target.length - filled, BLOCK_BYTES - this.#readAt);
      const first = this.#blocks[0];
      if (first === undefined) return;
      pool.read(first, this.#readAt, this.#readAt + part, target, filled);
      this.#advance(part);
      filled += part;
    }
  }

  /** Removes the oldest bytes. */
  drop(count: number): void {
    for (let left = Math.min(count, this.#length); left > 0;) {
      const part = Math.min(left, BLOCK_BYTES - this.#readAt);
      this.#advance(part);
      left -= part;
    }
  }

  clear(): void {
    while (this.#blocks.length > 0) this.#releaseFirst();
    this.#readAt = 0;
    this.#writeAt = 0;
    this.#length = 0;
  }

  #lastBlock(): number {
    const last = this.#blocks.at(-1);
    if (last !== undefined && this.#writeAt < BLOCK_BYTES) return last;
    const block = pool.take();
    this.#blocks.push(block);
    this.#writeAt = 0;
    return block;
  }

  #gather(wanted: number): Buffer {
    const gathered = Buffer.allocUnsafe(wanted);
    this.read(gathered);
    return gathered;
  }

  /** Moves on within the first block, by no more than what is left of it. */
  #advance(bytes: number): void {
    this.#length -= bytes;
    this.#readAt += bytes;
    if (this.#length === 0) {
      this.clear();
    } else if (this.#readAt === BLOCK_BYTES) {
      this.#releaseFirst();
      this.#readAt = 0;
    }
  }

  #releaseFirst(): void {
    const block = this.#blocks.shift();
    if (block !== undefined) pool.give(block);
  }
}
