/** Items in the order of their keys. What is added in about that order costs next to nothing. */
export class Sorted<T> {
  readonly #items: T[] = [];

  /** @param keyOf must stay the same for an item as long as it is in here, and be no other's */
  constructor(private readonly keyOf: (item: T) => string) {}

  add(item: T): void {
    this.#items.splice(this.#placeOf(this.keyOf(item)), 0, item);
  }

  /** @returns whether it was there */
  delete(item: T): boolean {
    const at = this.#placeOf(this.keyOf(item));
    if (this.#items[at] !== item) return false;
    this.#items.splice(at, 1);
    return true;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.values();
  }

  /** From the last one on; if given, from the last one before `key`. */
  *backwards(key?: string): IterableIterator<T> {
    for (let at = (key === undefined ? this.#items.length : this.#placeOf(key)) - 1; at >= 0; at -= 1) {
      yield this.#items[at]!;
    }
  }

  /** How many have a smaller key. */
  #placeOf(key: string): number {
    const last = this.#items.at(-1);
    if (last === undefined || this.keyOf(last) < key) return this.#items.length;
    let [from, to] = [0, this.#items.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.keyOf(this.#items[middle]!) < key) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
