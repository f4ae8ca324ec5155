import { deleteOne } from '../common/deleteOne';
import { structuredOutputSubject } from './structuredOutputSubject';

/** Source: Vapi API reference, DELETE /structured-output/{id}. */
export const deleteStructuredOutput = deleteOne(structuredOutputSubject, {
  action: 'Delete a structured output',
  description: 'Delete a structured output; results of past calls stay with the calls',
});
