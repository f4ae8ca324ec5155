import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { eventTriggerProperties } from '../shared/eventTrigger/properties';
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
];

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

export const properties: INodeProperties[] = eventTriggerProperties({
  path: 'clinic-events',
  events: eventOptions,
  first: 'end-of-call-report',
  perEvent: 'An event that is chosen itself and by its group goes to its own output',
  repeated:
    'Whether to start no second execution when Vapi posts the same event again. Repetitions are known by eventKey, a field of each item.',
});
