import { fail } from '../../../../shared/fail';
import type { ErrorCode } from '../../../../shared/errors';
import type { Field } from '../../../../shared/form/field';
import { text } from '../../../../shared/form/fields';

/** `function.description` is shorter than 1,000 characters. Source: Vapi's gitops notes. */
const MAX_DESCRIPTION = 999;

/** `OpenAIFunction.name` and `CreateApiRequestToolDTO.name` in Vapi's OpenAPI. */
const FUNCTION_NAME = /^[A-Za-z0-9_-]{1,64}$/;
const REQUEST_NAME = /^[A-Za-z0-9_-]{1,40}$/;

function nameField<P extends string>(path: P, required: boolean, pattern: RegExp, code: ErrorCode): Field<P> {
  const field = text({
    displayName: 'Name',
    name: 'toolName',
    path,
    required,
    placeholder: 'e.g. book_appointment',
    description: 'What the model calls the tool: letters, digits, underscores and dashes',
  });
  return {
    ...field,
    read: (value, place) => {
      const name = field.read(value, place);
      if (name === undefined) return undefined;
      const given = String(name).trim();
      if (!pattern.test(given)) throw fail(place.node, code, given, place.itemIndex);
      return given;
    },
  };
}

function descriptionField<P extends string>(path: P): Field<P> {
  return text({
    displayName: 'Description',
    name: 'toolDescription',
    path,
    rows: 2,
    maxLength: MAX_DESCRIPTION,
    placeholder: 'e.g. Books an appointment once the caller has agreed to day and time',
    description: 'Tells the model when to use the tool; under 1,000 characters',
  });
}

/** Name and description of a function. */
export const functionFields = (required: boolean): Array<Field<'function.name' | 'function.description'>> => [
  nameField('function.name', required, FUNCTION_NAME, 'TOOL_NAME_INVALID'),
  descriptionField('function.description'),
];

/** Name and description of an API request, which has them at the top. */
export const requestFields: ReadonlyArray<Field<'name' | 'description'>> = [
  nameField('name', false, REQUEST_NAME, 'TOOL_REQUEST_NAME_INVALID'),
  descriptionField('description'),
];
