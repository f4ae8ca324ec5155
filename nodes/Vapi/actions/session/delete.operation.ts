import { deleteOne } from '../common/deleteOne';
import { sessionSubject } from './sessionSubject';

/** Source: Vapi API reference, DELETE /session/{id}. */
export const deleteSession = deleteOne(sessionSubject, {
  action: 'Delete a session',
  description: 'Delete a session with its messages',
});
