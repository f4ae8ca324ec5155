import { vapiRequest } from '../../../shared/transport';
import type { ItemOperation } from '../../../shared/actions/operation';
import { fileOfBase, fileOfBaseProperties } from './fileOperations';

/** Source: Vapi API reference, DELETE /v2/knowledge-base/{id}/file/{fileId}. */
export const removeFile: ItemOperation = {
  option: {
    name: 'Remove File',
    value: 'removeFile',
    action: 'Remove a file from a knowledge base',
    description: 'Take a file out of a knowledge base; the uploaded file stays',
  },
  properties: fileOfBaseProperties,
  execute: async (context, itemIndex) => {
    const { path, knowledgeBaseId, fileId } = fileOfBase(context, itemIndex);
    await vapiRequest.call(context, { method: 'DELETE', path, itemIndex });
    return [{ knowledgeBaseId, fileId, removed: true }];
  },
};
