import type { Field } from '../../../../shared/form/field';
import { json } from '../../../../shared/form/fields';

/** What every tool has. */
export const commonFields: readonly Field[] = [
  json({
    displayName: 'Rejection Plan (JSON)',
    path: 'rejectionPlan',
    placeholder: 'e.g. { "conditions": [{ "type": "regex", "regex": "bye", "negate": true }] }',
    description: 'When Vapi refuses the call of the tool, by what was said before',
  }),
  json({
    displayName: 'Other Fields (JSON)',
    name: 'otherFields',
    path: '',
    description: 'Anything newer in Vapi, merged last; null removes a field',
  }),
];
