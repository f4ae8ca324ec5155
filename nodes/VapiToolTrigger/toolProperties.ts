import type { INodeProperties } from 'n8n-workflow';
import { parameterFields } from '../shared/fields/parameterRows';

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
