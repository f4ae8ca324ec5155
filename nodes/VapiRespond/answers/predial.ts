import type { RequestAnswerKind } from './answerKind';

/** Whether a contact of a campaign is called. Source: Vapi API reference, predialPlan. */
export const predial: RequestAnswerKind = {
  option: {
    name: 'Campaign Pre-Dial: Call or Skip',
    value: 'predial',
    description: 'Whether the contact of a campaign is called',
  },
  properties: [
    {
      displayName: 'Call the Contact',
      name: 'eligible',
      type: 'boolean',
      default: true,
      description: 'Whether to call; otherwise the contact is skipped',
    },
  ],
  requests: ['campaign.predial'],
  body: (fields) => {
    const eligible = fields.value('eligible');
    if (typeof eligible === 'boolean') return { eligible };
    const text = fields.text('eligible').toLowerCase();
    // To Vapi anything but a boolean is a failure.
    if (text !== 'true' && text !== 'false') {
      throw fields.fail('INPUT_NOT_BOOLEAN', `Call the Contact ("${text}")`);
    }
    return { eligible: text === 'true' };
  },
};
