import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { group } from '../../../shared/form/collections';
import { onlyWhen, type Field } from '../../../shared/form/field';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';
import { asObject, asText } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { findMask } from '../common/findMask';
import { subjectPath, subjectProperty } from '../common/idField';
import { mergeChanges } from '../common/mergeChanges';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { refuseRedacted } from '../common/refuseRedacted';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { commonFields } from './fields/common';
import { changedMessages, messagesProperty } from './fields/messages';
import { toolForms, toolTypeProperty } from './forms';
import { OTHER } from './forms/other';
import type { ToolForm } from './forms/toolForm';
import { simplifyTool } from './simplifyTool';
import { toolSubject } from './toolSubject';

const fieldsOf = ({ type, main, more }: ToolForm): Field[] =>
  onlyWhen({ toolType: [type] }, [
    type === OTHER
      ? (main(false)[0] as Field)
      : group({ displayName: 'Update Fields', name: 'updateFields', path: '' }, [
          ...main(false),
          ...more,
          ...commonFields,
        ]),
  ]);

/** By type: fields of several types share names, and a form reads by name. */
const forms = new Map(toolForms.map((toolForm) => [toolForm.type, formFor(fieldsOf(toolForm))]));

/** Half of a schema, of a set of headers or of a plan is nobody's wish. */
const WHOLE = [
  'backoffPlan',
  'body',
  'function.parameters',
  'headers',
  'server.backoffPlan',
  'server.headers',
  'variableExtractionPlan.schema',
];

const withMessages = toolForms.filter(({ messages }) => messages !== 'none').map(({ type }) => type);

/**
 * Reads the tool first, because a change replaces whole objects in Vapi, and sends its type along, which Vapi wants.
 *
 * Source: Vapi API reference, PATCH /tool/{id}.
 */
export const update: ItemOperation = {
  option: {
    name: 'Update',
    value: 'update',
    action: 'Update a tool',
    description: 'Change fields of a tool for all assistants that have it; what is not given stays as it is',
  },
  properties: [
    subjectProperty(toolSubject),
    toolTypeProperty('Of the chosen tool, so that its fields are shown; it cannot be changed'),
    ...[...forms.values()].flatMap(({ properties }) => properties),
    {
      ...messagesProperty,
      description: 'What the assistant says around the tool; kinds that are not added stay, emptied ones go',
      displayOptions: { show: { toolType: withMessages } },
    },
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const node = context.getNode();
    const path = subjectPath(context, itemIndex, toolSubject);
    const chosen = context.getNodeParameter('toolType', itemIndex) as string;
    const changes = forms.get(chosen)?.read(context, itemIndex) ?? {};
    const given = asObject(context.getNodeParameter('messages', itemIndex, {}));
    if (isEmptyObject(changes) && isEmptyObject(given))
      throw fail(node, 'INPUT_MISSING', 'Update Fields', itemIndex);

    refuseRedacted(node, changes, itemIndex);
    const stored = asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex }));
    const type = asText(stored.type) ?? chosen;
    if (chosen !== OTHER && type !== chosen)
      throw fail(node, 'TOOL_TYPE_MISMATCH', mismatch(type, chosen), itemIndex);
    const place = { node, itemIndex, timezone: context.getTimezone() };
    const messages = changedMessages(stored.messages, given, place);
    const merged = mergeChanges(stored, changes, WHOLE);
    const hidden = findMask(merged, changes);
    if (hidden !== undefined) throw fail(node, 'STORED_VALUE_HIDDEN', hidden, itemIndex);
    const body = {
      ...merged,
      ...(messages === undefined ? {} : { messages }),
      type,
    } as IDataObject;
    const updated = await vapiRequest.call(context, { method: 'PATCH', path, body, itemIndex });
    return [outputOf(updated, wantsSimple(context, itemIndex), simplifyTool)];
  },
};

function mismatch(type: string, chosen: string): string {
  const nameOf = (value: string): string =>
    toolForms.find((form) => form.type === value)?.name ?? `Other (${value})`;
  return `The tool is of the type ${nameOf(type)}, not ${nameOf(chosen)}`;
}
