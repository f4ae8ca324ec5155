import { AnswerFields } from './answerFields';
import type { ToolAnswerKind } from './answerKind';

/** JSON that the builder writes, or an expression gives; several items of one call become a list. */
export const json: ToolAnswerKind = {
  option: {
    name: 'Tool: JSON',
    value: 'json',
    description: 'Data of your own making, sent on one line',
  },
  properties: [
    {
      displayName: 'Result (JSON)',
      name: 'resultJson',
      type: 'json',
      default: '{}',
      placeholder: 'e.g. { "free": {{ JSON.stringify($json.slots) }} }',
      description: 'Few fields with plain names make the assistant faster and surer',
    },
  ],
  kind: 'result',
  content: (context, items) => {
    const values = items.map(({ index }) => {
      const given = context.getNodeParameter('resultJson', index) as unknown;
      return new AnswerFields(context, index).json(given, 'Result (JSON)');
    });
    if (values.includes(undefined)) return undefined;
    return values.length === 1 ? values[0] : values;
  },
};
