import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { eventTriggerProperties } from '../shared/eventTrigger/properties';
import { ANY_BRIDGE_EVENT, BRIDGE_EVENTS } from '../shared/protocol/bridgeEvents';

const eventOptions: INodePropertyOptions[] = [
  {
    name: 'Any Event',
    value: ANY_BRIDGE_EVENT,
    description: 'Everything that the bridge posts, also types that are not in this list',
  },
  ...BRIDGE_EVENTS.map(({ name, type, description }) => ({ name, value: type, description })),
];

export const properties: INodeProperties[] = [
  {
    displayName:
      'Start the bridge with BRIDGE_EVENTS_URL set to the production URL above, and BRIDGE_EVENTS_SECRET set to the events secret of the credential. This node cannot do that for you.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Authentication',
    name: 'authentication',
    type: 'options',
    options: [
      {
        name: 'None',
        value: 'none',
        description: 'Anyone who knows the URL can start this workflow',
      },
      {
        name: 'Vapi Bridge Credential',
        value: 'vapiBridgeApi',
        description: 'Events without a fresh signature made with the events secret get 401 and start nothing',
      },
    ],
    default: 'vapiBridgeApi',
    description: 'How events prove that they come from the bridge',
  },
  ...eventTriggerProperties({
    path: 'bridge-events',
    events: eventOptions,
    first: 'session.ended',
    perEvent: 'Any Event then takes what is not chosen by its own name',
    repeated:
      'Whether to start no second execution when the bridge posts the same event again. Repetitions are known by the ID of the event.',
  }),
];
