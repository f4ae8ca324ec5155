import { deleteOne } from '../common/deleteOne';
import { chatSubject } from './chatSubject';

/** Source: Vapi API reference, DELETE /chat/{id}. */
export const deleteChat = deleteOne(chatSubject, {
  action: 'Delete a chat',
  description: 'Delete the stored data of a chat',
});
