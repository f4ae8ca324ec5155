import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { group } from '../../../shared/form/collections';
import { onlyWhen, type Field } from '../../../shared/form/field';
import { formFor } from '../../../shared/form/form';
import { asText } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { refuseRedacted } from '../common/refuseRedacted';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { commonFields } from './fields/common';
import { plainMessages, waitingMessages } from './fields/messages';
import { toolForms, toolTypeProperty } from './forms';
import { OTHER } from './forms/other';
import type { ToolForm } from './forms/toolForm';
import { simplifyTool } from './simplifyTool';

const MESSAGES: Readonly<Record<ToolForm['messages'], readonly Field[]>> = {
  waiting: waitingMessages,
  plain: [plainMessages],
  none: [],
};

const fieldsOf = ({ type, main, more, messages }: ToolForm): Field[] =>
  onlyWhen({ toolType: [type] }, [
    ...main(true),
    ...MESSAGES[messages],
    ...(type === OTHER
      ? []
      : [
          group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
            ...more,
            ...commonFields,
          ]),
        ]),
  ]);

/** By type: fields of several types share names, and a form reads by name. */
const forms = new Map(toolForms.map((toolForm) => [toolForm.type, formFor(fieldsOf(toolForm))]));

/** Source: Vapi API reference, POST /tool. */
export const create: ItemOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a tool',
    description:
      'Create something that assistants can do during a call, such as asking a server or transferring',
  },
  properties: [
    toolTypeProperty('What the tool does; it cannot be changed later'),
    ...[...forms.values()].flatMap(({ properties }) => properties),
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const type = context.getNodeParameter('toolType', itemIndex) as string;
    const fields = forms.get(type)?.read(context, itemIndex);
    const body = (type === OTHER ? fields : { type, ...fields }) as IDataObject;
    if (asText(body.type) === undefined)
      throw fail(context.getNode(), 'INPUT_MISSING', 'type in Tool (JSON)', itemIndex);
    refuseRedacted(context.getNode(), body, itemIndex);
    const tool = await vapiRequest.call(context, { method: 'POST', path: '/tool', body, itemIndex });
    return [outputOf(tool, wantsSimple(context, itemIndex), simplifyTool)];
  },
};
