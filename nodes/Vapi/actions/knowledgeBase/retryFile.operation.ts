import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { fileOfBase, fileOfBaseProperties } from './fileOperations';
import { simplifyKnowledgeBaseFile } from './simplifyKnowledgeBase';

/** Source: Vapi API reference, POST /v2/knowledge-base/{id}/file/{fileId}/retry. */
export const retryFile: ItemOperation = {
  option: {
    name: 'Retry File',
    value: 'retryFile',
    action: 'Retry a file of a knowledge base',
    description: 'Index a file again that Vapi could not index; Get tells what came of it',
  },
  properties: [...fileOfBaseProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const { path, knowledgeBaseId } = fileOfBase(context, itemIndex);
    // Done twice, it leaves the same behind.
    const request = {
      method: 'POST' as const,
      path: `${path}/retry`,
      repeatable: 'always' as const,
      itemIndex,
    };
    const file = await vapiRequest.call(context, request);
    const simplify: typeof simplifyKnowledgeBaseFile = (row) => ({
      knowledgeBaseId,
      ...simplifyKnowledgeBaseFile(row),
    });
    return [outputOf(file, wantsSimple(context, itemIndex), simplify)];
  },
};
