import { bridgeRequest } from '../../../shared/bridge/transport';
import type { ItemOperation } from '../../../shared/actions/operation';
import { pathOf, sessionSubject, subjectId, subjectProperty } from '../common/subject';

/** `DELETE /v1/sessions/{id}`. Gives `{sessionId, ending: true}`. */
export const end: ItemOperation = {
  option: {
    name: 'End',
    value: 'end',
    action: 'End a session of the bridge',
    description: 'Hang up at once, on both sides. To let the assistant say goodbye, use Control > Say.',
  },
  properties: [subjectProperty(sessionSubject)],
  execute: async (context, itemIndex) => {
    const sessionId = subjectId(context, itemIndex, sessionSubject);
    await bridgeRequest(context, { method: 'DELETE', path: pathOf(sessionSubject, sessionId), itemIndex });
    return [{ sessionId, ending: true }];
  },
};
