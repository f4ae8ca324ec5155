import { getOne } from '../common/getOne';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';
import { simplifyKnowledgeBase } from './simplifyKnowledgeBase';

/** Source: Vapi API reference, GET /v2/knowledge-base/{id}. */
export const get = getOne(
  knowledgeBaseSubject,
  {
    action: 'Get a knowledge base',
    description: 'Get the query tool of a knowledge base, and its files with the status of each',
  },
  simplifyKnowledgeBase,
);
