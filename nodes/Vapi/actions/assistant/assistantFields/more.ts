import { group, keyValues } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, choices, flag, json, number } from '../../../../shared/form/fields';
import { anyChosen, CLIENT_MESSAGES } from './messages';

const clientMessages = anyChosen(
  choices({
    displayName: 'Client Messages',
    path: 'clientMessages',
    options: CLIENT_MESSAGES,
    description: 'What Vapi sends to web and mobile clients. Nothing chosen: Vapi’s default.',
  }),
);

const NO_DELIMITER = 'none';

const delimiter = choice({
  displayName: 'Keypad: Finished By',
  name: 'delimiters',
  path: 'keypadInputPlan.delimiters',
  default: '#',
  description: 'Key that ends the input',
  options: [
    { name: '#', value: '#' },
    { name: '*', value: '*' },
    { name: 'No Key', value: NO_DELIMITER },
  ],
});

/** Source: OpenAPI, KeypadInputPlan. */
const keypad: Field[] = [
  flag({
    displayName: 'Keypad Input',
    name: 'keypad',
    path: 'keypadInputPlan.enabled',
    default: true,
    description: 'Whether callers can answer with the keys of their phone',
  }),
  number({
    displayName: 'Keypad: Timeout',
    name: 'keypadTimeout',
    path: 'keypadInputPlan.timeoutSeconds',
    default: 2,
    min: 0,
    max: 10,
    decimals: true,
    description: 'Seconds after the last key until the input counts',
  }),
  { ...delimiter, read: (value) => (value === NO_DELIMITER ? '' : value) },
];

/** What is rarely needed. The last field is for everything that has no field, and is merged over the rest. */
export const moreField = group({ displayName: 'More', name: 'more', path: '', placeholder: 'Add Option' }, [
  clientMessages,
  ...keypad,
  json({
    displayName: 'Analysis (JSON)',
    path: 'analysisPlan',
    description:
      'Summary, data and evaluation after the call. Vapi calls analysisPlan outdated: use structured outputs.',
  }),
  json({
    displayName: 'Credentials (JSON)',
    path: 'credentials',
    kind: 'array',
    description: 'Credentials that belong to this assistant alone. Vapi does not show their secrets again.',
  }),
  json({
    displayName: 'Hooks (JSON)',
    path: 'hooks',
    kind: 'array',
    placeholder: 'e.g. [{ "on": "customer.speech.timeout", "do": [{ "type": "say", "exact": "Hello?" }] }]',
    description: 'What happens on events of a call, such as a caller who says nothing',
  }),
  keyValues({
    displayName: 'Metadata',
    path: 'metadata',
    row: 'Entry',
    description: 'Kept with the assistant and sent with events, not shown to the model',
  }),
  flag({
    displayName: 'Model Output in Messages',
    path: 'modelOutputInMessagesEnabled',
    default: true,
    description: 'Whether the history has what the model wrote instead of what was heard of it',
  }),
  json({
    displayName: 'Observability (JSON)',
    path: 'observabilityPlan',
    placeholder: 'e.g. { "provider": "langfuse", "tags": ["n8n"] }',
    description: 'Where traces of the model go. Langfuse is possible.',
  }),
  json({
    displayName: 'Transport Configurations (JSON)',
    path: 'transportConfigurations',
    kind: 'array',
    placeholder: 'e.g. [{ "provider": "twilio", "timeout": 60 }]',
    description: 'Settings for the carrier of the call',
  }),
  json({
    displayName: 'Additional Fields (JSON)',
    name: 'additionalFieldsJson',
    path: '',
    placeholder: 'e.g. { "model": { "provider": "openai", "model": "gpt-4o" } }',
    description:
      'Any fields of an assistant as in the Vapi API, merged last over the fields above. In an update null takes a field away.',
  }),
]);
