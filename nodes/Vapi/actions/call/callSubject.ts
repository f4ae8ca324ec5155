import type { Subject } from '../common/idField';

/** The call that an operation is about. */
export const callSubject: Subject = {
  label: 'Call',
  field: 'callId',
  path: '/call',
  search: 'searchCalls',
};
