import { text } from '../../../shared/form/fields';
import type { Field } from '../../../shared/form/field';

/** Source: Vapi API reference, CreateKnowledgeBaseV2DTO. */
export function nameField(required: boolean): Field<'name'> {
  return text({
    displayName: 'Name',
    path: 'name',
    required,
    maxLength: 80,
    placeholder: 'e.g. Opening hours and prices',
  });
}

export const descriptionField: Field<'description'> = text({
  displayName: 'Description',
  path: 'description',
  maxLength: 1000,
  rows: 3,
  placeholder: 'e.g. Prices and opening hours of all branches',
  description: 'What can be found in it: it helps the assistant to know when to search',
});
