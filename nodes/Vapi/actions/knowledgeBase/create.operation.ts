import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { formFor } from '../../../shared/form/form';
import { asObject, asText } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { attachFiles } from './attachFiles';
import { descriptionField, nameField } from './baseFields';
import { fileIdsProperties, readFileIds } from './fileIds';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';
import { readinessProperties, readWait } from './readiness';
import { simplifyKnowledgeBase } from './simplifyKnowledgeBase';

const form = formFor<Vapi.CreateKnowledgeBaseV2Dto>([nameField(true), descriptionField]);

/**
 * Creates a base, adds files and waits for the tool that searches it, which Vapi makes by itself.
 * Source: Vapi API reference, POST /v2/knowledge-base, POST /v2/knowledge-base/{id}/file.
 */
export const create: ItemOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a knowledge base',
    description:
      'Create a knowledge base with files; returns the ID of the query tool to add to the tools of an assistant',
  },
  properties: [...form.properties, ...fileIdsProperties, ...readinessProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const body = form.read(context, itemIndex) as IDataObject;
    const fileIds = readFileIds(context, itemIndex, false);
    const maxSeconds = readWait(context, itemIndex);
    const { path } = knowledgeBaseSubject;
    const created = asObject(await vapiRequest.call(context, { method: 'POST', path, body, itemIndex }));
    const id = asText(created.id);
    if (id === undefined) {
      const what = 'Vapi took the new knowledge base and gave no ID for it: look for it with Get Many';
      throw fail(context.getNode(), 'KNOWLEDGE_BASE_UNFINISHED', what, itemIndex);
    }
    const base = await attachFiles(context, itemIndex, { id, fileIds, maxSeconds, made: true });
    return [outputOf(base, wantsSimple(context, itemIndex), simplifyKnowledgeBase)];
  },
};
