import { subjectId, subjectProperty } from '../common/idField';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { attachFiles } from './attachFiles';
import { fileIdsProperties, readFileIds } from './fileIds';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';
import { readinessProperties, readWait } from './readiness';
import { simplifyKnowledgeBase } from './simplifyKnowledgeBase';

/** Source: Vapi API reference, POST /v2/knowledge-base/{id}/file. */
export const addFiles: ItemOperation = {
  option: {
    name: 'Add Files',
    value: 'addFiles',
    action: 'Add files to a knowledge base',
    description: 'Add uploaded files to a knowledge base and wait until they are indexed',
  },
  properties: [
    subjectProperty(knowledgeBaseSubject),
    ...fileIdsProperties,
    ...readinessProperties,
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const id = subjectId(context, itemIndex, knowledgeBaseSubject);
    const fileIds = readFileIds(context, itemIndex, true);
    const maxSeconds = readWait(context, itemIndex);
    const base = await attachFiles(context, itemIndex, { id, fileIds, maxSeconds, made: false });
    return [outputOf(base, wantsSimple(context, itemIndex), simplifyKnowledgeBase)];
  },
};
