import { asObject } from '../protocol/json';
import { readFields } from './collections';
import { baseOf, type Field, type FieldSpec } from './field';
import { isEmptyObject } from './merge';

/**
 * Fields that belong together and are all sent once the section was added, such as a plan of which Vapi requires
 * every part.
 */
export function section<P extends string>(spec: FieldSpec<P>, fields: readonly Field[]): Field<P> {
  return {
    path: spec.path,
    property: {
      ...baseOf(spec),
      type: 'fixedCollection',
      placeholder: spec.placeholder ?? `Add ${spec.displayName}`,
      default: {},
      options: [
        { displayName: spec.displayName, name: 'values', values: fields.map(({ property }) => property) },
      ],
    },
    read: (value, place) => {
      const { values } = asObject(value);
      if (values === undefined) return undefined;
      const body = readFields(asObject(values), fields, place);
      return isEmptyObject(body) ? undefined : body;
    },
  };
}
