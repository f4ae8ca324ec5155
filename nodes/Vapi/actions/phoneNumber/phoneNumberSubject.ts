import type { Subject } from '../common/idField';

/** The phone number that an operation is about. */
export const phoneNumberSubject: Subject = {
  label: 'Phone Number',
  field: 'phoneNumberId',
  path: '/phone-number',
  search: 'searchPhoneNumbers',
};
