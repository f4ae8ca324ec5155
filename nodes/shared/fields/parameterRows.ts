import type { INodeProperties } from 'n8n-workflow';

/**
 * One parameter of a tool; `parameterSchema` makes JSON Schema of the rows. In the order in which one thinks of them, which n8n's lint would sort by name.
 */
export const parameterFields: INodeProperties[] = [
  {
    displayName: 'Name',
    name: 'name',
    type: 'string',
    default: '',
    placeholder: 'e.g. date',
    description: 'The name under which the value is in the parameters of the item',
  },
  {
    displayName: 'Type',
    name: 'type',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Boolean',
        value: 'boolean',
      },
      {
        name: 'Date',
        value: 'date',
        description: 'A day, such as 2026-08-24',
      },
      {
        name: 'Date and Time',
        value: 'date-time',
        description: 'A moment, which arrives in the time zone of the business: 2026-08-24T10:00:00+02:00',
      },
      {
        name: 'Integer',
        value: 'integer',
      },
      {
        name: 'List of Texts',
        value: 'array',
      },
      {
        name: 'Number',
        value: 'number',
      },
      {
        name: 'Object',
        value: 'object',
      },
      {
        name: 'Text',
        value: 'string',
      },
      {
        name: 'Time of Day',
        value: 'time',
        description: 'Hours and minutes, such as 14:30',
      },
    ],
    default: 'string',
  },
  {
    displayName: 'Description',
    name: 'description',
    type: 'string',
    default: '',
    placeholder: 'e.g. the day of the appointment',
    description: 'Tells the assistant what to fill in, and what to ask the caller for if it is missing',
  },
  {
    displayName: 'Required',
    name: 'required',
    type: 'boolean',
    default: true,
    description: 'Whether a call without this parameter is sent back to the assistant',
  },
  {
    displayName: 'Choices',
    name: 'choices',
    type: 'string',
    default: '',
    placeholder: 'e.g. check-up, cleaning, filling',
    description: 'The values that are allowed, separated by commas; leave empty for any',
    displayOptions: { show: { type: ['array', 'string'] } },
  },
];
