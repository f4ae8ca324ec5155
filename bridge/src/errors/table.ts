/** A kind of failure. */
export interface ErrorEntry {
  /** Of the HTTP answer. */
  status: number;
  /** What happened. */
  message: string;
  /** How to mend it. */
  hint: string;
}

/**
 * Kinds of failure by their code, `AREA_REASON`. Texts are constant; the offending value goes into the `detail` of a
 * BridgeError, which must never hold a secret or a phone number.
 */
export type ErrorTable = Readonly<Record<string, ErrorEntry>>;
