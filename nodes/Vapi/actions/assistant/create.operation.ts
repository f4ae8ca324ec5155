import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { isEmptyObject } from '../../../shared/form/merge';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { refuseRedacted } from '../common/refuseRedacted';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { assistantForm } from './assistantFields';
import { completeAssistant } from './completeAssistant';
import { mergeAssistant } from './mergeAssistant';
import { simplifyAssistant } from './simplifyAssistant';

const form = assistantForm('create');

export const create: ItemOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create an assistant',
    description: 'Create an assistant with its model, voice, transcriber and plans',
  },
  properties: [...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const node = context.getNode();
    // Over nothing, so that fields with null are left out.
    const given = mergeAssistant({}, form.read(context, itemIndex));
    if (isEmptyObject(given)) throw fail(node, 'INPUT_MISSING', 'Name', itemIndex);
    refuseRedacted(node, given, itemIndex);
    const body = completeAssistant(node, given, itemIndex) as IDataObject;
    const created = await vapiRequest.call(context, { method: 'POST', path: '/assistant', body, itemIndex });
    return [outputOf(created, wantsSimple(context, itemIndex), simplifyAssistant)];
  },
};
