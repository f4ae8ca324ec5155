import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ANY_BRIDGE_EVENT, BRIDGE_EVENTS } from '../shared/protocol/bridgeEvents';

const eventOptions: INodePropertyOptions[] = [
  {
    name: 'Any Event',
    value: ANY_BRIDGE_EVENT,
    description: 'Everything that the bridge posts, also types that are not in this list',
  },
  ...BRIDGE_EVENTS.map(({ name, type, description }) => ({ name, value: type, description })),
].sort((a, b) => a.name.localeCompare(b.name));

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
  {
    displayName: 'Path',
    name: 'path',
    type: 'string',
    default: '',
    placeholder: 'e.g. bridge-events',
    description: 'Last part of the URL; leave empty for a random one',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    // The outputs follow from the choice, so it cannot depend on an event.
    noDataExpression: true,
    options: eventOptions,
    default: ['session.ended'],
    description: 'Other events are answered and start no execution',
  },
  {
    displayName: 'Outputs',
    name: 'outputs',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'One for All Events',
        value: 'single',
      },
      {
        name: 'One per Chosen Event',
        value: 'perEvent',
        description: 'Any Event then takes what is not chosen by its own name',
      },
    ],
    default: 'single',
    description: 'Whether each event that is chosen gets an output of its own',
  },
  {
    displayName: 'Simplify',
    name: 'simple',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Ignore Repeated Events',
        name: 'ignoreRepeated',
        type: 'boolean',
        default: true,
        description:
          'Whether to start no second execution when the bridge posts the same event again. Repetitions are known by the ID of the event.',
      },
    ],
  },
];
