import { type INodeProperties } from 'n8n-workflow';
import { SERVER_EVENTS } from '../shared/protocol/events';
import { authenticationProperty } from '../shared/webhookCredential';

export const properties: INodeProperties[] = [
  {
    displayName:
      'Put the production URL above into the server URL of the assistant, the phone number or the organisation in Vapi',
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
    placeholder: 'e.g. clinic-events',
    description: 'Last part of the URL; leave empty for a random one',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: [
      {
        name: 'Any Event',
        value: '*',
        description: 'Everything that Vapi posts, also types that are not in this list',
      },
      ...SERVER_EVENTS.map(({ name, type, description: text }) => ({
        name,
        value: type,
        description: text,
      })),
    ].sort((a, b) => a.name.localeCompare(b.name)),
    default: ['end-of-call-report'],
    description: 'Other events are answered and start no execution',
  },
  {
    displayName: 'Simplify',
    name: 'simple',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
  },
];
