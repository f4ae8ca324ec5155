import type { INodeProperties } from 'n8n-workflow';
import { VAPI_REQUESTS } from '../shared/protocol/requests';
import { authenticationProperty } from '../shared/webhookCredential';
import { defaultProperties } from './defaults';

/** How the trigger is reached; what it registers in Vapi comes right after. */
export const accessProperties: INodeProperties[] = [
  {
    displayName:
      'Put the production URL above into the server URL of the phone number, assistant or campaign in Vapi, and end each branch with a <b>Respond to Vapi</b> node. A custom LLM gets the same URL; Vapi adds <code>/chat/completions</code> to it.',
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
    placeholder: 'e.g. clinic-calls',
    description: 'Last part of the URL; leave empty for a random one',
  },
  {
    displayName: 'Requests',
    name: 'requests',
    type: 'multiOptions',
    options: VAPI_REQUESTS.map(({ kind, name, description }) => ({ name, value: kind, description })),
    default: ['assistant-request'],
    description: 'Requests that are not ticked are answered at once with a default, and start no execution',
  },
  {
    displayName: 'Outputs',
    name: 'outputs',
    type: 'options',
    options: [
      {
        name: 'One for Each Request',
        value: 'separate',
      },
      {
        name: 'One for All',
        value: 'single',
      },
    ],
    default: 'separate',
    description: 'Where the requests go; with one output for all, the field request tells which it is',
  },
  ...defaultProperties,
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Deadline (Seconds)',
        name: 'deadlineSeconds',
        type: 'number',
        typeOptions: { minValue: 0.1, maxValue: 295, numberPrecision: 1 },
        default: 6,
        description:
          'After this time the default is answered. Without this option it is 6 seconds for an assistant, which cannot be more than 7, 1 second for endpointing, which cannot be more than 5, 8 for knowledge base and voice, 10 for transfer and hand-off, 15 for the pre-dial and 18 for a custom LLM.',
      },
      {
        displayName: 'Include Raw Message',
        name: 'includeRaw',
        type: 'boolean',
        default: false,
        description: 'Whether to add everything that Vapi sent to the item, without secrets',
      },
    ],
  },
];
