/** What went wrong and what to do about it. */
export interface ErrorText {
  /** The value is what the builder gave or Vapi sent. */
  message: (value: string) => string;
  fix: string;
}
