import { deleteOne } from '../common/deleteOne';
import { fileSubject } from './fileSubject';

/** Source: Vapi API reference, DELETE /file/{id}. */
export const deleteFile = deleteOne(fileSubject, {
  action: 'Delete a file',
  description: 'Delete an uploaded file; assistants that use it no longer find it',
});
