import type { Subject } from '../common/idField';

/** The assistant that an operation is about. */
export const assistantSubject: Subject = {
  label: 'Assistant',
  field: 'assistantId',
  path: '/assistant',
  search: 'searchAssistants',
};
