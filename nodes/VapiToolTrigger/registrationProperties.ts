import type { INodeProperties } from 'n8n-workflow';
import {
  assistantIds,
  registerInVapi,
  registrationOptionsProperty,
  whenRegistering,
} from '../shared/registration/properties';
import { DELAYED_MESSAGE, DELAYED_SECONDS, START_MESSAGE } from './fillerMessages';

export const registrationProperties: INodeProperties[] = [
  registerInVapi,
  assistantIds,
  {
    displayName: 'Existing Tools',
    name: 'existingTools',
    type: 'options',
    options: [
      {
        name: 'Refuse',
        value: 'refuse',
        description: 'The workflow is not published, and the error names the tool',
      },
      {
        name: 'Take Over',
        value: 'takeOver',
        description: 'The tool is changed where it is, for all its assistants, and restored afterwards',
      },
    ],
    default: 'refuse',
    displayOptions: whenRegistering,
    description: 'What to do if Vapi has a tool of the same name that was not created here',
  },
  registrationOptionsProperty([
    {
      displayName: 'Message After (Seconds)',
      name: 'delayedSeconds',
      type: 'number',
      typeOptions: { minValue: 0.1, maxValue: 120, numberPrecision: 1 },
      default: DELAYED_SECONDS,
      description: 'When the message for a slow workflow is spoken',
    },
    {
      displayName: 'Message at the Start',
      name: 'startMessage',
      type: 'string',
      default: START_MESSAGE,
      description:
        'What the assistant says when it calls a tool; empty for fillers of Vapi such as “Just a sec”',
    },
    {
      displayName: 'Message on Failure',
      name: 'failedMessage',
      type: 'string',
      default: '',
      description:
        'Spoken word for word when a tool fails, also when it only lacks a detail from the caller. Empty lets the assistant explain in its own words.',
    },
    {
      displayName: 'Message When Slow',
      name: 'delayedMessage',
      type: 'string',
      default: DELAYED_MESSAGE,
      description: 'What the assistant says when the workflow takes longer; empty for silence',
    },
  ]),
];
