import type { Subject } from '../common/idField';

export const credentialSubject: Subject = {
  label: 'Credential',
  field: 'credentialId',
  path: '/credential',
  search: 'searchVapiCredentials',
};
