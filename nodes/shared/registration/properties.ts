import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Shown once the builder wants the trigger to be registered. */
export const whenRegistering: IDisplayOptions = { show: { registerInVapi: [true] } };

export const registerInVapi: INodeProperties = {
  displayName: 'Register in Vapi on Activation',
  name: 'registerInVapi',
  type: 'boolean',
  default: false,
  description:
    'Whether n8n writes the production URL into Vapi when the workflow is published, and restores what was there before when it is unpublished. Without it, put the URL into Vapi by hand.',
};

export const assistantIds: INodeProperties = {
  displayName: 'Assistant Names or IDs',
  name: 'registrationAssistants',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getAssistants' },
  default: [],
  displayOptions: whenRegistering,
  description:
    'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

export const phoneNumberIds: INodeProperties = {
  displayName: 'Phone Number Names or IDs',
  name: 'registrationPhoneNumbers',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getPhoneNumbers' },
  default: [],
  displayOptions: whenRegistering,
  description:
    'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** Options of every trigger that registers itself. */
export const commonOptions: INodeProperties[] = [
  {
    displayName: 'Register Test URL',
    name: 'registerTestUrl',
    type: 'boolean',
    default: false,
    description:
      'Whether listening for a test event writes the test URL into Vapi until the test is over. Real calls go to the test meanwhile.',
  },
  {
    displayName: 'Vapi Credential ID',
    name: 'credentialId',
    type: 'string',
    default: '',
    placeholder: 'e.g. 9f6e0a3c-41d5-4b7e-8a2f-6d1c0b9e7f55',
    description:
      'A custom credential in Vapi with which Vapi proves itself. Needed for HMAC and OAuth2; the other schemes are written as headers without it.',
  },
];

export function registrationOptionsProperty(options: INodeProperties[]): INodeProperties {
  return {
    displayName: 'Registration Options',
    name: 'registrationOptions',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: whenRegistering,
    options: [...options, ...commonOptions].sort((a, b) => a.displayName.localeCompare(b.displayName)),
  };
}
