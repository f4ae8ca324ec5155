import type { Field } from '../../../../shared/form/field';

/** The fields of one type of tool. */
export interface ToolForm {
  /** The tag of Vapi's body. */
  type: string;
  name: string;
  description: string;
  /**
   * Whether the caller waits for it, so that silence has to be filled; `none` where messages have another meaning and
   * a field of their own.
   */
  messages: 'waiting' | 'plain' | 'none';
  /**
   * Fields in the form itself when the tool is made, in the order in which they are filled in.
   *
   * @param creating otherwise they are entries of "Update Fields": none is required, none depends on a choice
   */
  main: (creating: boolean) => readonly Field[];
  /** Entries of "Additional Fields", besides those that every tool has. */
  more: readonly Field[];
}
