import type { Vapi } from '@vapi-ai/server-sdk';
import { picks } from '../../../shared/form/collections';
import { choice, json, text } from '../../../shared/form/fields';
import type { FieldOf } from '../../../shared/form/form';
import { parameterFields } from '../../../shared/fields/parameterRows';
import { asArray, asObject } from '../../../shared/protocol/json';
import { parameterSchema } from '../../../shared/protocol/parameterSchema';

type Fields = ReadonlyArray<FieldOf<Vapi.CreateStructuredOutputDto>>;

const MAX_NAME = 40;

export const nameField: FieldOf<Vapi.CreateStructuredOutputDto> = text({
  displayName: 'Name',
  path: 'name',
  maxLength: MAX_NAME,
  placeholder: 'e.g. Appointment',
});

/** What is to be found out, as rows. */
const rowsField: FieldOf<Vapi.CreateStructuredOutputDto> = {
  path: 'schema',
  property: {
    displayName: 'Values',
    name: 'values',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    default: {},
    placeholder: 'Add Value',
    description: 'What is to be found out about each call',
    options: [
      {
        displayName: 'Value',
        name: 'parameter',
        values: parameterFields.map((field) =>
          field.name === 'required'
            ? { ...field, description: 'Whether it must not be left out' }
            : field.name === 'name'
              ? { ...field, description: 'The name of the value in the result' }
              : field,
        ),
      },
    ],
  },
  read: (value) => {
    const given = asArray(asObject(value).parameter).map(asObject);
    return given.length > 0 ? parameterSchema(given) : undefined;
  },
};

const schemaField: FieldOf<Vapi.CreateStructuredOutputDto> = json({
  displayName: 'JSON Schema',
  path: 'schema',
  default: '{\n  "type": "object",\n  "properties": {\n    "booked": { "type": "boolean" }\n  }\n}',
  description: 'Of the result: an object, or a single boolean, string, number or list',
});

/** Where the schema comes from, and the two ways to give it. */
export const schemaFields = { rowsField, schemaField };

export const moreFields: Fields = [
  picks(
    {
      displayName: 'Assistants',
      path: 'assistantIds',
      row: 'Assistant',
      description: 'Whose calls it is extracted from',
    },
    'searchAssistants',
  ),
  text({
    displayName: 'Description',
    path: 'description',
    rows: 2,
    description: 'Tells the model what it is for',
  }),
  choice({
    displayName: 'Type',
    path: 'type',
    default: 'ai',
    options: [
      { name: 'AI', value: 'ai', description: 'A language model reads the conversation' },
      { name: 'Regular Expression', value: 'regex', description: 'A pattern is matched with the transcript' },
    ],
  }),
  text({
    displayName: 'Regular Expression',
    path: 'regex',
    maxLength: 1000,
    placeholder: 'e.g. order number is (\\d+)',
    description: 'In RE2 syntax, for the type Regular Expression',
  }),
  json({
    displayName: 'Model (JSON)',
    path: 'model',
    description: "The language model, if it is to be another than Vapi's default",
  }),
  json({
    displayName: 'Conditions (JSON)',
    path: 'conditions',
    kind: 'array',
    description: 'When it runs, such as [{ "type": "minMessages", "count": 2 }]; all have to hold',
  }),
  json({
    displayName: 'Other Fields (JSON)',
    path: '',
    name: 'otherFields',
    description: 'Anything newer in Vapi, merged last',
  }),
];
