import { listProperties, listRows } from '../common/getMany';
import { wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';
import { simplifyKnowledgeBase } from './simplifyKnowledgeBase';

/** The list takes a limit and has no second page. Source: Vapi API reference, GET /v2/knowledge-base. */
const qs = { limit: 1000 };

const { path } = knowledgeBaseSubject;

export const getAll: ItemOperation = {
  option: {
    name: 'Get Many',
    value: 'getAll',
    action: 'Get many knowledge bases',
    description: 'List the knowledge bases of the organisation, at most 1000',
  },
  properties: [...listProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const simple = wantsSimple(context, itemIndex);
    return await listRows(context, itemIndex, { style: 'none', path, qs }, simplifyKnowledgeBase, simple);
  },
};
