import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { simplifyProperty } from '../actions/simplifyProperty';

/** What differs between the triggers that start on events. */
export interface EventTriggerTexts {
  /** An example of a path. */
  path: string;
  /** The events that can be chosen, sorted here by their names. */
  events: INodePropertyOptions[];
  /** The event that is chosen at first. */
  first: string;
  /** What *One per Chosen Event* does with an event that is chosen twice. */
  perEvent: string;
  /** What *Ignore Repeated Events* does. */
  repeated: string;
}

/** The fields of a trigger that starts on events: where it is reached, on which it starts, what comes out. */
export function eventTriggerProperties({
  path,
  events,
  first,
  perEvent,
  repeated,
}: EventTriggerTexts): INodeProperties[] {
  return [
    {
      displayName: 'Path',
      name: 'path',
      type: 'string',
      default: '',
      placeholder: `e.g. ${path}`,
      description: 'Last part of the URL; leave empty for a random one',
    },
    {
      displayName: 'Events',
      name: 'events',
      type: 'multiOptions',
      // The outputs and what is registered follow from the choice, so it cannot depend on an event.
      noDataExpression: true,
      options: [...events].sort((a, b) => a.name.localeCompare(b.name)),
      default: [first],
      description: 'Other events are answered and start no execution',
    },
    {
      displayName: 'Outputs',
      name: 'outputs',
      type: 'options',
      noDataExpression: true,
      options: [
        { name: 'One for All Events', value: 'single' },
        { name: 'One per Chosen Event', value: 'perEvent', description: perEvent },
      ],
      default: 'single',
      description: 'Whether each event that is chosen gets an output of its own',
    },
    simplifyProperty,
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
          description: repeated,
        },
      ],
    },
  ];
}
