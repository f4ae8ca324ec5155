import { deleteOne } from '../common/deleteOne';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';

/** Source: Vapi API reference, DELETE /v2/knowledge-base/{id}. */
export const deleteKnowledgeBase = deleteOne(knowledgeBaseSubject, {
  action: 'Delete a knowledge base',
  description: 'Delete a knowledge base and its index; the uploaded files stay',
});
