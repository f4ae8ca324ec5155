import type { INodeProperties } from 'n8n-workflow';
import { fail } from '../../../../shared/fail';
import { parameterFields } from '../../../../shared/fields/parameterRows';
import type { Field, FieldPlace } from '../../../../shared/form/field';
import { json } from '../../../../shared/form/fields';
import { isEmptyObject } from '../../../../shared/form/merge';
import { asArray, asObject, isObject, type JsonObject } from '../../../../shared/protocol/json';
import { parameterSchema } from '../../../../shared/protocol/parameterSchema';

/** What the strictest model takes as the name of a parameter. */
const PARAMETER_NAME = /^[A-Za-z0-9_.-]{1,64}$/;

const EXAMPLE =
  '{\n  "type": "object",\n  "properties": {\n    "date": { "type": "string", "format": "date" }\n  },\n  "required": ["date"]\n}';

/** How the fields are called, for what the model fills in. */
export interface SchemaLabels {
  /** "Parameters", "Body Fields". */
  plural: string;
  /** "Parameter", "Body Field". */
  singular: string;
}

/**
 * What the model fills in: rows, or JSON Schema where it is nested.
 *
 * @param choice one of the two is shown, by a field of its own; otherwise both can be added, and the JSON wins
 */
export function schemaFields<P extends string>(
  path: P,
  labels: SchemaLabels,
  choice: boolean,
): Array<Field<P>> {
  const rows: Field<P> = { path, property: rowsProperty(labels), read: readRows };
  const schema = json({
    displayName: `${labels.plural} (JSON Schema)`,
    name: 'parametersSchema',
    path,
    default: EXAMPLE,
    description: 'Of type object; for nested objects and lists of objects',
  });
  const checked: Field<P> = {
    ...schema,
    read: (value, place) => checkSchema(schema.read(value, place), labels, place),
  };
  if (!choice) return [rows, checked];
  return [chooser(path, labels), shownFor('fields', rows), shownFor('json', checked)];
}

function chooser<P extends string>(path: P, { plural }: SchemaLabels): Field<P> {
  return {
    path,
    property: {
      displayName: `${plural} As`,
      name: 'parametersAs',
      type: 'options',
      noDataExpression: true,
      options: [
        { name: 'Fields', value: 'fields' },
        { name: 'JSON Schema', value: 'json' },
      ],
      default: 'fields',
      description: 'How to say what the model fills in',
    },
    read: () => undefined,
  };
}

function shownFor<P extends string>(as: string, field: Field<P>): Field<P> {
  return { ...field, property: { ...field.property, displayOptions: { show: { parametersAs: [as] } } } };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  name: 'The name under which the value is sent',
  required: 'Whether the model has to ask the caller for it',
};

function rowsProperty({ plural, singular }: SchemaLabels): INodeProperties {
  return {
    displayName: plural,
    name: 'parameters',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    default: {},
    placeholder: `Add ${singular}`,
    description: 'What the model fills in from the conversation',
    options: [
      {
        displayName: singular,
        name: 'parameter',
        values: parameterFields.map((field) => {
          const description = DESCRIPTIONS[field.name];
          return description === undefined ? field : { ...field, description };
        }),
      },
    ],
  };
}

function readRows(value: unknown, place: FieldPlace): unknown {
  const rows = asArray(asObject(value).parameter).map(asObject);
  if (rows.length === 0) return undefined;
  const schema = parameterSchema(rows);
  for (const name of Object.keys(asObject(schema.properties))) {
    if (PARAMETER_NAME.test(name)) continue;
    throw fail(place.node, 'TOOL_PARAMETER_NAME_INVALID', `"${name}"`, place.itemIndex);
  }
  return schema;
}

function checkSchema(schema: unknown, { plural }: SchemaLabels, place: FieldPlace): JsonObject | undefined {
  if (!isObject(schema) || isEmptyObject(schema)) return undefined;
  const { type = 'object', properties = {} } = schema;
  if (type !== 'object' || !isObject(properties))
    throw fail(place.node, 'JSON_SCHEMA_NOT_OBJECT', plural, place.itemIndex);
  return { ...schema, type, properties };
}
