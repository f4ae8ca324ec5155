import type { INodeProperties } from 'n8n-workflow';
import { FALLBACK_MESSAGE } from '../shared/protocol/results';
import { authenticationProperty } from '../shared/webhookCredential';

export const properties: INodeProperties[] = [
  {
    displayName:
      'Put the production URL above into the server URL of the tool in Vapi, and end each branch with a <b>Respond to Vapi</b> node',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  authenticationProperty,
  {
    displayName: 'Path',
    name: 'path',
    type: 'string',
    default: '',
    placeholder: 'e.g. clinic-tools',
    description: 'Last part of the URL; leave empty for a random one',
  },
  {
    displayName: 'Tools',
    name: 'tools',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    default: {},
    placeholder: 'Add Tool',
    description: 'Each tool gets an output of its own; without a tool every call goes to one output',
    options: [
      {
        displayName: 'Tool',
        name: 'tool',
        values: [
          {
            displayName: 'Name',
            name: 'name',
            type: 'string',
            default: '',
            placeholder: 'e.g. book_appointment',
            description: 'The function name of the tool, exactly as in Vapi',
          },
        ],
      },
    ],
  },
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
    ],
  },
];
