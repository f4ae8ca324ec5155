import type { Subject } from '../common/idField';

export const sessionSubject: Subject = {
  label: 'Session',
  field: 'sessionId',
  path: '/session',
  search: 'searchSessions',
};
