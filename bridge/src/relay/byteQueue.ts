/** Bytes in the order they came, kept as the chunks they came in and cut only when asked for. */
export class ByteQueue {
  #chunks: Buffer[] = [];
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Removes and returns the oldest bytes: `count` of them, or as many as there are. */
  take(count: number): Buffer {
    const wanted = Math.min(count, this.#length);
    const first = this.#chunks[this.#head];
    if (wanted === 0 || !first) return Buffer.alloc(0);
    if (first.length > wanted) {
      this.#chunks[this.#head] = first.subarray(wanted);
      this.#length -= wanted;
      return first.subarray(0, wanted);
    }
    if (first.length === wanted) {
      this.#advance(first.length);
      return first;
    }
    return this.#gather(wanted);
  }

  /** Removes and returns the oldest chunk, as it was pushed or as much of it as is left. */
  takeChunk(): Buffer {
    return this.take(this.#chunks[this.#head]?.length ?? 0);
  }

  clear(): void {
    this.#chunks = [];
    this.#head = 0;
    this.#length = 0;
  }

  #gather(wanted: number): Buffer {
    const gathered = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const chunk = this.#chunks[this.#head];
      if (!chunk) break;
      const part = Math.min(chunk.length, wanted - filled);
      chunk.copy(gathered, filled, 0, part);
      filled += part;
      if (part === chunk.length) {
        this.#advance(part);
      } else {
        this.#chunks[this.#head] = chunk.subarray(part);
        this.#length -= part;
      }
    }
    return gathered;
  }

  #advance(bytes: number): void {
    this.#length -= bytes;
    this.#head += 1;
    // Consumed slots are given back now and then, not with a costly shift per frame.
    if (this.#head === this.#chunks.length) {
      this.#chunks = [];
      this.#head = 0;
    } else if (this.#head >= 256) {
      this.#chunks.splice(0, this.#head);
      this.#head = 0;
    }
  }
}
