import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_DECISION_SECONDS, MAX_DECISION_SECONDS } from './settings';

export const optionsProperty: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'Assistant Overrides (JSON)',
      name: 'assistantOverrides',
      type: 'json',
      default: '{}',
      description:
        'Any other fields of assistantOverrides. Vapi replaces whole objects such as model: send them complete. Variables from the list above are merged in.',
    },
    {
      displayName: 'Deadline (Seconds)',
      name: 'decisionSeconds',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: MAX_DECISION_SECONDS, numberPrecision: 1 },
      default: DEFAULT_DECISION_SECONDS,
      displayOptions: { show: { '/decidedBy': ['workflow'] } },
      description:
        'How long the workflow may decide. Twilio gives up after 15 seconds, and Vapi needs a part of them.',
    },
    {
      displayName: 'Include Raw Request',
      name: 'includeRaw',
      type: 'boolean',
      default: false,
      description: 'Whether to add all fields that Twilio sent to the item',
    },
    {
      displayName: 'Spoken Language',
      name: 'spokenLanguage',
      type: 'string',
      default: '',
      placeholder: 'e.g. de-DE',
      description:
        'Language of the fallback and other messages that Twilio speaks; American English by default',
    },
    {
      displayName: 'Spoken Voice',
      name: 'spokenVoice',
      type: 'string',
      default: '',
      placeholder: 'e.g. Polly.Vicki',
      description: 'Voice of these messages, by its name at Twilio',
    },
  ],
};
