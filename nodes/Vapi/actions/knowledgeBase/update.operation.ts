import type { Vapi } from '@vapi-ai/server-sdk';
import { updateOne } from '../common/updateOne';
import { descriptionField, nameField } from './baseFields';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';
import { simplifyKnowledgeBase } from './simplifyKnowledgeBase';

/** Source: Vapi API reference, PATCH /v2/knowledge-base/{id}. */
export const update = updateOne<Vapi.UpdateKnowledgeBaseV2Dto>(
  knowledgeBaseSubject,
  { action: 'Update a knowledge base', description: 'Change name and description of a knowledge base' },
  [nameField(false), descriptionField],
  simplifyKnowledgeBase,
);
