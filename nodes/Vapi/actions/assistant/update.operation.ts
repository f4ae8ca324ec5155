import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { isEmptyObject } from '../../../shared/form/merge';
import { asObject, isObject, type JsonObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { findMask } from '../common/findMask';
import { subjectPath, subjectProperty } from '../common/idField';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { refuseRedacted } from '../common/refuseRedacted';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { assistantForm } from './assistantFields';
import { assistantSubject } from './assistantSubject';
import { clearFieldsProperty, readClearFields } from './clearFields';
import { completeAssistant } from './completeAssistant';
import { mergeAssistant, promptAlone, withSystemPrompt } from './mergeAssistant';
import { simplifyAssistant } from './simplifyAssistant';

const form = assistantForm('update');

const mergeProperty: INodeProperties = {
  displayName: 'Merge With Stored Assistant',
  name: 'merge',
  type: 'boolean',
  default: true,
  description:
    'Whether to read the assistant first and change only what is filled in. Without it, model, voice and each plan that is filled in replace the stored ones whole.',
};

export const update: ItemOperation = {
  option: {
    name: 'Update',
    value: 'update',
    action: 'Update an assistant',
    description: 'Change what is filled in and leave the rest of the assistant as it is',
  },
  properties: [
    subjectProperty(assistantSubject),
    ...form.properties,
    clearFieldsProperty,
    mergeProperty,
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const path = subjectPath(context, itemIndex, assistantSubject);
    const changes = form.read(context, itemIndex);
    const cleared = readClearFields(context, itemIndex);
    if (isEmptyObject(mergeAssistant({}, changes, cleared)))
      throw fail(context.getNode(), 'INPUT_MISSING', 'A field to change', itemIndex);
    refuseRedacted(context.getNode(), changes, itemIndex);
    const body = (await patchFor(context, itemIndex, { path, changes, cleared })) as IDataObject;
    const updated = await vapiRequest.call(context, { method: 'PATCH', path, body, itemIndex });
    return [outputOf(updated, wantsSimple(context, itemIndex), simplifyAssistant)];
  },
};

interface Update {
  path: string;
  changes: JsonObject;
  cleared: string[];
}

async function patchFor(
  context: IExecuteFunctions,
  itemIndex: number,
  { path, changes, cleared }: Update,
): Promise<JsonObject> {
  const node = context.getNode();
  const merge = context.getNodeParameter('merge', itemIndex, true) as boolean;
  // Without objects there is nothing to merge, and nothing to read for.
  const reads =
    merge && Object.entries(changes).some(([key, value]) => isObject(value) && !cleared.includes(key));
  if (!reads) return completeAssistant(node, mergeAssistant({}, changes, cleared), itemIndex);

  const current = asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex }));
  const patch = withOtherMessages(mergeAssistant(current, changes, cleared), current, changes, cleared);
  const mask = findMask(patch, changes);
  if (mask !== undefined) throw fail(node, 'ASSISTANT_VALUE_HIDDEN', mask, itemIndex);
  return completeAssistant(node, patch, itemIndex);
}

/** A new system prompt alone leaves the other messages of the model, such as examples, where they are. */
function withOtherMessages(
  patch: JsonObject,
  current: JsonObject,
  changes: JsonObject,
  cleared: readonly string[],
): JsonObject {
  const prompt = promptAlone(asObject(changes.model).messages);
  if (prompt === undefined || cleared.includes('model')) return patch;
  const messages = withSystemPrompt(asObject(current.model).messages, prompt);
  return { ...patch, model: { ...asObject(patch.model), messages } };
}
