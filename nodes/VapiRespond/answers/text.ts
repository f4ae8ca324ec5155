import { fieldContent, type ToolAnswerKind } from './answerKind';

/** A sentence or a value, usually an expression. */
export const text: ToolAnswerKind = {
  option: {
    name: 'Tool: Text',
    value: 'text',
    description: 'A sentence or a value that the assistant works into its reply',
  },
  properties: [
    {
      displayName: 'Result',
      name: 'result',
      type: 'string',
      typeOptions: { rows: 2 },
      default: '',
      placeholder: 'e.g. Booked for Friday at two o’clock',
      description: 'Line breaks are folded, because Vapi accepts a single line only; objects become JSON',
    },
  ],
  kind: 'result',
  content: (context, items) => fieldContent(context, 'result', items),
};
