import { vapiRequest } from '../../../shared/transport';
import type { ItemOperation } from '../../../shared/actions/operation';
import { subjectId, subjectProperty, type Subject } from './idField';

/** An operation that deletes one object: `DELETE <path>/{id}`. Gives `{id, deleted: true}`. */
export function deleteOne(
  subject: Subject,
  texts: { name?: string; action: string; description: string },
): ItemOperation {
  return {
    option: { name: 'Delete', value: 'delete', ...texts },
    properties: [subjectProperty(subject)],
    execute: async (context, itemIndex) => {
      const id = subjectId(context, itemIndex, subject);
      const path = `${subject.path}/${encodeURIComponent(id)}`;
      await vapiRequest.call(context, { method: 'DELETE', path, itemIndex });
      return [{ id, deleted: true }];
    },
  };
}
