import { bridgeRequest } from '../../../shared/bridge/transport';
import { outputOf, wantsSimple, type Simplify } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { pathOf, subjectId, subjectProperty, type Subject } from './subject';

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
      const path = pathOf(subject, subjectId(context, itemIndex, subject));
      const object = await bridgeRequest(context, { method: 'GET', path, itemIndex });
      return [outputOf(object, wantsSimple(context, itemIndex), simplify)];
    },
  };
}
