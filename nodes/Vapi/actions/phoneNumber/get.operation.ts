import { getOne } from '../common/getOne';
import { phoneNumberSubject } from './phoneNumberSubject';
import { simplifyPhoneNumber } from './simplifyPhoneNumber';

/** Source: Vapi API reference, GET /phone-number/{id}. */
export const get = getOne(
  phoneNumberSubject,
  { action: 'Get a phone number', description: 'Get the number, its provider and who answers calls to it' },
  simplifyPhoneNumber,
);
