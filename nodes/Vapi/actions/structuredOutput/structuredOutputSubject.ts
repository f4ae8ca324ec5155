import type { Subject } from '../common/idField';

/** The structured output that an operation is about. */
export const structuredOutputSubject: Subject = {
  label: 'Structured Output',
  field: 'structuredOutputId',
  path: '/structured-output',
  search: 'searchStructuredOutputs',
};
