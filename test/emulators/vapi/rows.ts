import type { StoredObject } from './store';

/** One row of a list, built only when it is needed: a list may have a hundred thousand. */
export interface Row {
  /** When it was created, in epoch ms. */
  at: number;
  read(): StoredObject;
}

/** Rows, newest first; what is newer than `notAfter` (epoch ms) may be left out, so that late pages come fast. */
export type RowSource = (notAfter: number) => Iterable<Row>;

/** The objects as rows, newest first; of the same millisecond, the order given. */
export function rowsOf(objects: Iterable<StoredObject>): Row[] {
  return Array.from(objects, (object) => ({
    at: Date.parse(String(object.createdAt)),
    read: () => object,
  })).sort((a, b) => b.at - a.at);
}

/** Two lists of rows, each newest first, as one. */
export function* merged(first: Iterable<Row>, second: Iterable<Row>): Generator<Row> {
  const [a, b] = [first[Symbol.iterator](), second[Symbol.iterator]()];
  let [left, right] = [a.next(), b.next()];
  while (!left.done || !right.done) {
    if (right.done || (!left.done && left.value.at >= right.value.at)) {
      yield left.value as Row;
      left = a.next();
    } else {
      yield right.value;
      right = b.next();
    }
  }
}
