import { deleteOne } from '../common/deleteOne';
import { assistantSubject } from './assistantSubject';

export const deleteAssistant = deleteOne(assistantSubject, {
  action: 'Delete an assistant',
  description: 'Delete an assistant for good; Vapi refuses while something still refers to it',
});
