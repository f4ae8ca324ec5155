import type { Field } from '../../../../shared/form/field';
import { keyValues, rows } from '../../../../shared/form/collections';
import { mapped } from '../../../../shared/form/field';
import { text } from '../../../../shared/form/fields';
import { asObject } from '../../../../shared/protocol/json';

/** What an expression gives keeps its type. */
const anyValue: Field<'value'> = {
  path: 'value',
  property: { displayName: 'Value', name: 'value', type: 'string', default: '' },
  read: (value) => value ?? '',
};

/** Values that the model neither sees nor can change. Source: OpenAPI ToolParameter. */
export const staticParameters: Field<'parameters'> = rows(
  {
    displayName: 'Static Parameters',
    name: 'staticParameters',
    path: 'parameters',
    row: 'Static Parameter',
    description:
      'Sent along with what the model fills in, without the model seeing them, such as {{ call.id }} or {{ customer.number }}, which Vapi fills in. They win over the model.',
  },
  [
    text({ displayName: 'Name', name: 'key', path: 'key', required: true, placeholder: 'e.g. callId' }),
    anyValue,
  ],
);

/**
 * Headers with fixed values, in the form of JSON Schema that Vapi wants: each property has a `value`.
 *
 * Source: Vapi docs, API request tool, configuration.
 */
export function staticHeaders<P extends string>(path: P): Field<P> {
  return mapped(
    keyValues({
      displayName: 'Headers',
      name: 'requestHeaders',
      path,
      row: 'Header',
      description:
        'With fixed values or placeholders of Vapi such as {{ call.type }}. For keys and tokens choose a credential instead.',
    }),
    (headers) => ({
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(asObject(headers)).map(([name, value]) => [
          name,
          { type: 'string', value: String(value) },
        ]),
      ),
    }),
  );
}
