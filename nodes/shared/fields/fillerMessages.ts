import type { INodeProperties } from 'n8n-workflow';
import { DELAYED_MESSAGE, DELAYED_SECONDS, START_MESSAGE } from '../protocol/fillerMessages';

/** What the caller hears while a tool runs: entries of a collection that `fillerMessages` reads. */
export const fillerMessageProperties: INodeProperties[] = [
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
];
