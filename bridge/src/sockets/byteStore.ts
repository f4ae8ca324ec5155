/** Bytes that come in pieces and are wanted in one. It grows with what has come, never with what is announced. */
export class ByteStore {
  #bytes: Buffer | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is stored, as a view that stays valid when the store is cleared. */
  get bytes(): Buffer {
    return this.#bytes === undefined ? Buffer.alloc(0) : this.#bytes.subarray(0, this.#length);
  }

  append(source: Buffer, start: number, end: number): void {
    const length = this.#length + end - start;
    if (this.#bytes === undefined) {
      this.#bytes = Buffer.allocUnsafe(length);
    } else if (this.#bytes.length < length) {
      const grown = Buffer.allocUnsafe(Math.max(length, 2 * this.#bytes.length));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    source.copy(this.#bytes, this.#length, start, end);
    this.#length = length;
  }

  /** Forgets the bytes, and the memory with them. */
  clear(): void {
    this.#bytes = undefined;
    this.#length = 0;
  }
}
