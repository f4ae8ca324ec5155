import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { group } from '../../../shared/form/collections';
import type { Field } from '../../../shared/form/field';
import { formFor, type FieldOf } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';
import { vapiRequest } from '../../../shared/transport';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { subjectPath, subjectProperty, type Subject } from './idField';
import { outputOf, wantsSimple, type Simplify } from '../../../shared/actions/output';
import { refuseRedacted } from './refuseRedacted';

/**
 * An operation that changes what was filled in and nothing else: `PATCH <path>/{id}`. For objects whose nested
 * objects Vapi replaces whole, read and merge instead.
 *
 * @param fields of the collection "Update Fields"
 */
export function updateOne<T = never>(
  subject: Subject,
  texts: { action: string; description: string },
  fields: ReadonlyArray<[T] extends [never] ? Field : FieldOf<T>>,
  simplify: Simplify,
): ItemOperation {
  const form = formFor([
    group({ displayName: 'Update Fields', name: 'updateFields', path: '' }, fields as readonly Field[]),
  ]);
  return {
    option: { name: 'Update', value: 'update', ...texts },
    properties: [subjectProperty(subject), ...form.properties, simplifyProperty],
    execute: async (context, itemIndex) => {
      const path = subjectPath(context, itemIndex, subject);
      const body = form.read(context, itemIndex) as IDataObject;
      if (isEmptyObject(body)) throw fail(context.getNode(), 'INPUT_MISSING', 'Update Fields', itemIndex);
      refuseRedacted(context.getNode(), body, itemIndex);
      const updated = await vapiRequest.call(context, { method: 'PATCH', path, body, itemIndex });
      return [outputOf(updated, wantsSimple(context, itemIndex), simplify)];
    },
  };
}
