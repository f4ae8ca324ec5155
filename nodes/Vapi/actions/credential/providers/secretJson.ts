import { isBlank, type Field, type FieldPlace, type FieldSpec } from '../../../../shared/form/field';
import { secretText } from '../../../../shared/form/fields';
import { parseJson } from '../../../../shared/form/json';
import type { JsonObject } from '../../../../shared/protocol/json';

/**
 * JSON that is shown as dots, or an object that an expression gives. What is wrong with it is said without any of it.
 *
 * @param convert makes of it what Vapi gets
 */
export function secretJson<P extends string>(
  spec: FieldSpec<P>,
  convert: (value: JsonObject, place: FieldPlace) => JsonObject = (value) => value,
): Field<P> {
  const { path, property, read } = secretText(spec);
  return {
    path,
    property,
    read: (value, place) => {
      if (isBlank(value)) return read(value, place);
      return convert(parseJson(value, 'object', spec.displayName, place) as JsonObject, place);
    },
  };
}
