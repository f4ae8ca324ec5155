/** Keys of every member of a union, not only of what they share. */
type KeysOf<T> = T extends readonly unknown[] ? never : T extends object ? keyof T & string : never;

type ValueAt<T, K extends string> = T extends object
  ? K extends keyof T
    ? NonNullable<T[K]>
    : never
  : never;

/**
 * Dotted paths that a body may have a value at. The first two levels are checked against the type of Vapi's SDK; what
 * lies deeper is checked by the tests against Vapi's schemas, because the types nest without end.
 */
export type BodyPath<T> = {
  [K in KeysOf<T>]: K | `${K}.${KeysOf<ValueAt<T, K>>}` | `${K}.${KeysOf<ValueAt<T, K>>}.${string}`;
}[KeysOf<T>];
