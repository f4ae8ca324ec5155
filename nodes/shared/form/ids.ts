import { textOf } from '../fields/textOf';
import { baseOf, type Field, type FieldSpec } from './field';

/**
 * IDs in one field of text, each once: separated by commas or white space, or a list that an expression gives. Beside
 * rows of pickers, because n8n takes no expression for rows as a whole.
 */
export function ids<const P extends string>(spec: Omit<FieldSpec<P>, 'required'>): Field<P> {
  return {
    path: spec.path,
    property: { ...baseOf(spec), type: 'string', default: '' },
    read: (value) => {
      const given = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[\s,]+/);
      const found = given.filter((id) => id !== '');
      return found.length > 0 ? [...new Set(found)] : undefined;
    },
  };
}
