/** What the form of an assistant is for: its fields are the same, empty ones mean other things. */
export type FormKind = 'create' | 'update';

/** Of the field Model Provider: nothing is sent. */
export const NO_PROVIDER = 'unset';
