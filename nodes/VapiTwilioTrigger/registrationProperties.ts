import type { INodeProperties } from 'n8n-workflow';

const whenRegistering = { show: { registerVoiceUrl: [true] } };

/** Setting the number's voice URL at Twilio; done by registration.ts. */
export const registrationProperties: INodeProperties[] = [
  {
    displayName: 'Set Voice URL at Twilio',
    name: 'registerVoiceUrl',
    type: 'boolean',
    default: false,
    description:
      'Whether to point the Twilio number at this workflow when it is published, and back to where it was when it is unpublished',
  },
  {
    displayName: 'Twilio Number',
    name: 'twilioNumber',
    type: 'resourceLocator',
    required: true,
    default: { mode: 'list', value: '' },
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        typeOptions: { searchListMethod: 'searchTwilioNumbers', searchable: true },
      },
      {
        displayName: 'By Number or SID',
        name: 'number',
        type: 'string',
        placeholder: 'e.g. +14155550142',
      },
    ],
    displayOptions: whenRegistering,
  },
  {
    displayName: 'Also While Testing',
    name: 'registerTestUrl',
    type: 'boolean',
    default: false,
    description:
      'Whether real callers reach the test URL while the editor listens for a test event, for two minutes at most',
    displayOptions: whenRegistering,
  },
];
