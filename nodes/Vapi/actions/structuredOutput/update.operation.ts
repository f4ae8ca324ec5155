import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { group } from '../../../shared/form/collections';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';
import { vapiRequest } from '../../../shared/transport';
import { subjectPath, subjectProperty } from '../common/idField';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { Operation } from '../../../shared/actions/operation';
import { simplifyStructuredOutput } from './simplifyStructuredOutput';
import { moreFields, nameField, schemaFields } from './structuredOutputFields';
import { structuredOutputSubject } from './structuredOutputSubject';

const form = formFor<Vapi.UpdateStructuredOutputDto>([
  group({ displayName: 'Update Fields', name: 'updateFields', path: '' }, [
    nameField,
    schemaFields.schemaField,
    ...moreFields,
  ]),
]);

/** Source: Vapi API reference, PATCH /structured-output/{id}. */
export const update: Operation = {
  option: {
    name: 'Update',
    value: 'update',
    action: 'Update a structured output',
    description: 'Change what is found out about each call, or about the calls of which assistants',
  },
  properties: [subjectProperty(structuredOutputSubject), ...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const path = subjectPath(context, itemIndex, structuredOutputSubject);
    const body = form.read(context, itemIndex) as IDataObject;
    if (isEmptyObject(body)) throw fail(context.getNode(), 'INPUT_MISSING', 'Update Fields', itemIndex);
    // The OpenAPI requires it always; that it allows another type of schema is a guess from its name.
    const qs = { schemaOverride: body.schema === undefined ? 'false' : 'true' };
    const updated = await vapiRequest.call(context, { method: 'PATCH', path, qs, body, itemIndex });
    return [outputOf(updated, wantsSimple(context, itemIndex), simplifyStructuredOutput)];
  },
};
