import type { Subject } from '../common/idField';

export const knowledgeBaseSubject: Subject = {
  label: 'Knowledge Base',
  field: 'knowledgeBaseId',
  path: '/v2/knowledge-base',
  search: 'searchKnowledgeBases',
};
