import type { RequestAnswerKind } from './answerKind';

/** What Vapi takes, in seconds. */
const RANGE = { min: 0, max: 15 };

/** How long to wait before the assistant speaks. Source: Vapi API reference, custom endpointing model. */
export const endpointing: RequestAnswerKind = {
  option: {
    name: 'Endpointing: Time to Wait',
    value: 'endpointing',
    description: 'How long to let the caller think before the assistant speaks',
  },
  properties: [
    {
      displayName: 'Timeout (Seconds)',
      name: 'timeoutSeconds',
      type: 'number',
      typeOptions: { minValue: RANGE.min, maxValue: RANGE.max, numberPrecision: 2 },
      default: 0.5,
      description: 'Short after a finished sentence, long after "um", from 0 to 15',
    },
  ],
  requests: ['call.endpointing.request'],
  body: (fields) => ({
    timeoutSeconds: fields.number(fields.value('timeoutSeconds'), 'Timeout (Seconds)', RANGE),
  }),
};
