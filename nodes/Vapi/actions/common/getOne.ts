import { vapiRequest } from '../../../shared/transport';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { subjectPath, subjectProperty, type Subject } from './idField';
import { outputOf, wantsSimple, type Simplify } from '../../../shared/actions/output';

/** An operation that reads one object: `GET <path>/{id}`. */
export function getOne(
  subject: Subject,
  texts: { action: string; description: string },
  simplify: Simplify,
): ItemOperation {
  return {
    option: { name: 'Get', value: 'get', ...texts },
    properties: [subjectProperty(subject), simplifyProperty],
    execute: async (context, itemIndex) => {
      const path = subjectPath(context, itemIndex, subject);
      const object = await vapiRequest.call(context, { method: 'GET', path, itemIndex });
      return [outputOf(object, wantsSimple(context, itemIndex), simplify)];
    },
  };
}
