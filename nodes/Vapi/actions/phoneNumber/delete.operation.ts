import { deleteOne } from '../common/deleteOne';
import { phoneNumberSubject } from './phoneNumberSubject';

/** Source: Vapi API reference, DELETE /phone-number/{id}. */
export const deletePhoneNumber = deleteOne(phoneNumberSubject, {
  action: 'Delete a phone number',
  description:
    'Delete a phone number from Vapi for good; one that was imported stays at its carrier, a free one is lost',
});
