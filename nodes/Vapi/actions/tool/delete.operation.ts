import { deleteOne } from '../common/deleteOne';
import { toolSubject } from './toolSubject';

/** Source: Vapi API reference, DELETE /tool/{id}. A tool that is pinned somewhere is refused with 409. */
export const deleteTool = deleteOne(toolSubject, {
  action: 'Delete a tool',
  description: 'Delete a tool for good; Vapi refuses while an assistant is pinned to it',
});
