import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { group } from '../../../shared/form/collections';
import { onlyWhen } from '../../../shared/form/field';
import { formFor } from '../../../shared/form/form';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { Operation } from '../../../shared/actions/operation';
import { simplifyStructuredOutput } from './simplifyStructuredOutput';
import { moreFields, nameField, schemaFields } from './structuredOutputFields';

const { rowsField, schemaField } = schemaFields;

const form = formFor<Vapi.CreateStructuredOutputDto>([
  { ...nameField, property: { ...nameField.property, required: true } },
  ...onlyWhen({ valuesAs: ['fields'] }, [rowsField]),
  ...onlyWhen({ valuesAs: ['json'] }, [schemaField]),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, moreFields),
]);

const [name, ...others] = form.properties;

/** Source: Vapi API reference, POST /structured-output. */
export const create: Operation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a structured output',
    description: 'Say what is to be found out about each call, such as whether an appointment was booked',
  },
  properties: [
    ...(name === undefined ? [] : [name]),
    {
      displayName: 'Values As',
      name: 'valuesAs',
      type: 'options',
      noDataExpression: true,
      options: [
        { name: 'Fields', value: 'fields' },
        { name: 'JSON Schema', value: 'json' },
      ],
      default: 'fields',
    },
    ...others,
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const body = form.read(context, itemIndex) as IDataObject;
    for (const [field, label] of [
      ['name', 'Name'],
      ['schema', 'Values'],
    ] as const)
      if (body[field] === undefined) throw fail(context.getNode(), 'INPUT_MISSING', label, itemIndex);
    const output = await vapiRequest.call(context, {
      method: 'POST',
      path: '/structured-output',
      body,
      itemIndex,
    });
    return [outputOf(output, wantsSimple(context, itemIndex), simplifyStructuredOutput)];
  },
};
