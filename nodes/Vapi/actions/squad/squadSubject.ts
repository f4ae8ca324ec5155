import type { Subject } from '../common/idField';

/** The squad that an operation is about. */
export const squadSubject: Subject = {
  label: 'Squad',
  field: 'squadId',
  path: '/squad',
  search: 'searchSquads',
};
