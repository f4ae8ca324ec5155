import { deleteOne } from '../common/deleteOne';
import { squadSubject } from './squadSubject';

/** Source: Vapi API reference, DELETE /squad/{id}. */
export const deleteSquad = deleteOne(squadSubject, {
  action: 'Delete a squad',
  description: 'Delete a squad; its assistants stay',
});
