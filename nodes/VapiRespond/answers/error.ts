import { fieldContent, type ToolAnswerKind } from './answerKind';

/** Tells the assistant that the tool did not work, in words it can act on. Vapi still gets HTTP 200. */
export const error: ToolAnswerKind = {
  option: {
    name: 'Tool: Error',
    value: 'error',
    description: 'Tells the assistant that it did not work and what to do instead',
  },
  properties: [
    {
      displayName: 'Error Message',
      name: 'errorMessage',
      type: 'string',
      typeOptions: { rows: 2 },
      default: '',
      placeholder: 'e.g. This slot was just taken. Offer half past three instead.',
      description: 'The assistant reads it and decides what to say',
    },
  ],
  kind: 'error',
  content: (context, items) => fieldContent(context, 'errorMessage', items),
};
