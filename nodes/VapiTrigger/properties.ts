import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import {
  ANY_EVENT,
  EVENT_GROUPS,
  groupChoice,
  SERVER_EVENTS,
  type EventGroup,
} from '../shared/protocol/events';
import { authenticationProperty } from '../shared/webhookCredential';

const GROUP_NAMES: Readonly<Record<EventGroup, string>> = {
  call: 'Call',
  conversation: 'Conversation',
  chat: 'Chat',
  session: 'Session',
  campaign: 'Campaign',
};

/** n8n has no headings in lists, so the group is part of the name: sorted, the list reads in groups. */
const eventOptions: INodePropertyOptions[] = [
  {
    name: 'Any Event',
    value: ANY_EVENT,
    description: 'Everything that Vapi posts, also types that are not in this list',
  },
  ...EVENT_GROUPS.map((group) => ({
    name: `${GROUP_NAMES[group]}: All Events`,
    value: groupChoice(group),
    description: 'Each event of this group, unless its own description says otherwise',
  })),
  ...SERVER_EVENTS.map(({ name, type, group, description }) => ({
    name: `${GROUP_NAMES[group]}: ${name}`,
    value: type,
    description,
  })),
].sort((a, b) => a.name.localeCompare(b.name));

/** How the trigger is reached; what it registers in Vapi comes right after. */
export const accessProperties: INodeProperties[] = [
  {
    displayName:
      'Let this node register itself in Vapi, or put the production URL above into the server URL of the assistant, the phone number or the organisation by hand',
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
    placeholder: 'e.g. clinic-events',
    description: 'Last part of the URL; leave empty for a random one',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    // The outputs and what is set in Vapi follow from the choice, so it cannot depend on an event.
    noDataExpression: true,
    options: eventOptions,
    default: ['end-of-call-report'],
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
        description: 'An event that is chosen itself and by its group goes to its own output',
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
          'Whether to start no second execution when Vapi posts the same event again. Repetitions are known by eventKey, a field of each item.',
      },
    ],
  },
];
