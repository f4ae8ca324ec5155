import { fail } from '../../../../shared/fail';
import { rows } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { json, text } from '../../../../shared/form/fields';

/** Source: OpenAPI VariableExtractionAlias. */
const ALIAS = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

const aliasText = text({
  displayName: 'Variable',
  name: 'key',
  path: 'key',
  required: true,
  placeholder: 'e.g. orderStatus',
  description: 'Up to 40 letters, digits and underscores, starting with a letter',
});

const alias: Field<'key'> = {
  ...aliasText,
  read: (value, place) => {
    const name = String(aliasText.read(value, place)).trim();
    if (!ALIAS.test(name)) throw fail(place.node, 'VARIABLE_ALIAS_INVALID', name, place.itemIndex);
    return name;
  },
};

/** Variables of the call that the answer of a tool fills. Source: OpenAPI VariableExtractionPlan. */
export const extractionFields: ReadonlyArray<
  Field<'variableExtractionPlan.aliases' | 'variableExtractionPlan.schema'>
> = [
  rows(
    {
      displayName: 'Variables From the Answer',
      name: 'aliases',
      path: 'variableExtractionPlan.aliases',
      row: 'Variable',
      description: 'Fields of the answer that become variables of the call, for the prompt and later tools',
    },
    [
      alias,
      text({
        displayName: 'Value',
        path: 'value',
        required: true,
        maxLength: 10_000,
        placeholder: 'e.g. {{ $.order.status }}',
        description: 'A placeholder of Vapi (not of n8n) into the answer, where $ is the whole of it',
      }),
    ],
  ),
  json({
    displayName: 'Variables From the Answer (JSON Schema)',
    name: 'extractionSchema',
    path: 'variableExtractionPlan.schema',
    description: 'What a model is to find in the answer',
  }),
];
