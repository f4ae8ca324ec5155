import type { INodeProperties } from 'n8n-workflow';
import { FALLBACK_MESSAGE } from '../shared/protocol/results';
import { authenticationProperty } from '../shared/webhookCredential';
import { toolsProperty } from './toolProperties';

/** How the trigger is reached; what it registers in Vapi comes right after. */
export const accessProperties: INodeProperties[] = [
  {
    displayName:
      'Let this node register the tools in Vapi, or put the production URL above into the server URL of each tool by hand. End each branch with a <b>Respond to Vapi</b> node. An API Request tool takes the same URL with the name of the tool behind it: <b>?tool=book_appointment</b>.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  authenticationProperty,
];

export const properties: INodeProperties[] = [
  {
    displayName: 'Path',
    name: 'path',
    type: 'string',
    default: '',
    placeholder: 'e.g. clinic-tools',
    description: 'Last part of the URL; leave empty for a random one',
  },
  toolsProperty,
  {
    displayName: 'Other Tools',
    name: 'unknownTools',
    type: 'options',
    options: [
      {
        name: 'Answer With an Error',
        value: 'error',
        description: 'The assistant is told at once that there is no such tool',
      },
      {
        name: 'Send to the Last Output',
        value: 'output',
      },
    ],
    default: 'error',
    description: 'What to do with calls of tools that are not in the list',
  },
  {
    displayName: 'Fallback Message',
    name: 'fallbackMessage',
    type: 'string',
    default: FALLBACK_MESSAGE,
    description:
      'What the assistant is told when the workflow fails, sends no answer or is too late. The caller never hears silence because of an error.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Business Time Zone',
        name: 'businessTimeZone',
        type: 'string',
        default: '',
        placeholder: 'e.g. Europe/Berlin',
        description:
          'Where the business is; leave empty for the time zone of the workflow. Parameters of the type Date and Time arrive in it, and items say in "now" what day and time it is there.',
      },
      {
        displayName: 'Check Parameters',
        name: 'checkParameters',
        type: 'boolean',
        default: true,
        description:
          'Whether calls that lack a required parameter, or have one of another type, are answered at once with what the assistant should ask for. They start no workflow.',
      },
      {
        displayName: 'Deadline (Seconds)',
        name: 'deadlineSeconds',
        type: 'number',
        typeOptions: { minValue: 1, maxValue: 295, numberPrecision: 1 },
        default: 15,
        description:
          'After this time the fallback message is sent. Keep it a few seconds below the timeout of the tool in Vapi, which is 20 seconds by default.',
      },
      {
        displayName: 'Include Raw Message',
        name: 'includeRaw',
        type: 'boolean',
        default: false,
        description: 'Whether to add the whole message of Vapi to each item, without secrets',
      },
      {
        displayName: 'Spoken Times In',
        name: 'spokenLocale',
        type: 'string',
        default: 'en-US',
        placeholder: 'e.g. de-DE',
        description:
          'Adds "spokenTimes" to each item: parameters of the type Date and Time as one says them in this language, for the answer',
      },
      {
        displayName: 'Times Without a Zone',
        name: 'zonelessTimes',
        type: 'options',
        options: [
          {
            name: 'Ask the Assistant for the Zone',
            value: 'refuse',
            description: 'The call is sent back with the offset of the business in the answer',
          },
          {
            name: 'Take as Time of the Business',
            value: 'business',
            description: 'What the clocks show in the business time zone',
          },
        ],
        default: 'refuse',
        description: 'What to do with a parameter of the type Date and Time such as 2026-08-24T10:00:00',
      },
    ],
  },
];
