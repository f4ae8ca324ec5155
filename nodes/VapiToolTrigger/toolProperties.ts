import type { INodeProperties } from 'n8n-workflow';

/** One parameter of a tool. In the order in which one thinks of them, which n8n's lint would sort by name. */
const parameterFields: INodeProperties[] = [
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

/** One tool. */
const toolFields: INodeProperties[] = [
  {
    displayName: 'Name',
    name: 'name',
    type: 'string',
    default: '',
    placeholder: 'e.g. book_appointment',
    description: 'The function name of the tool, exactly as in Vapi',
  },
  {
    displayName: 'Description',
    name: 'description',
    type: 'string',
    typeOptions: { rows: 2 },
    default: '',
    placeholder: 'e.g. Books an appointment once the caller has agreed to day and time',
    description: 'Tells the assistant when to call the tool; under 1,000 characters',
  },
  {
    displayName: 'Parameters As',
    name: 'parametersAs',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Fields',
        value: 'fields',
      },
      {
        name: 'JSON Schema',
        value: 'json',
      },
    ],
    default: 'fields',
    description: 'How to say what the assistant fills in',
  },
  {
    displayName: 'Parameters',
    name: 'parameters',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    default: {},
    placeholder: 'Add Parameter',
    description:
      'Calls that lack a required one, or have one of another type, are sent back to the assistant',
    displayOptions: { show: { parametersAs: ['fields'] } },
    options: [{ displayName: 'Parameter', name: 'parameter', values: parameterFields }],
  },
  {
    displayName: 'JSON Schema',
    name: 'schema',
    type: 'json',
    default:
      '{\n  "type": "object",\n  "properties": {\n    "date": { "type": "string", "format": "date" }\n  },\n  "required": ["date"]\n}',
    description:
      'As in the tool in Vapi. Checked are type, properties, required, items, enum, date, time and date-time.',
    displayOptions: { show: { parametersAs: ['json'] } },
  },
  {
    displayName: 'Fallback Message',
    name: 'fallbackMessage',
    type: 'string',
    default: '',
    placeholder: 'e.g. The calendar cannot be reached. Offer to call back.',
    description:
      'What the assistant is told when this tool gets no answer; leave empty for that of the trigger',
  },
];

export const toolsProperty: INodeProperties = {
  displayName: 'Tools',
  name: 'tools',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  default: {},
  placeholder: 'Add Tool',
  description: 'Each tool gets an output of its own; without a tool every call goes to one output',
  options: [{ displayName: 'Tool', name: 'tool', values: toolFields }],
};
