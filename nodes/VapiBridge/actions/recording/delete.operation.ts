import { bridgeRequest } from '../../../shared/bridge/transport';
import type { ItemOperation } from '../../../shared/actions/operation';
import { pathOf, recordingSubject, subjectId, subjectProperty } from '../common/subject';

/** `DELETE /v1/recordings/{id}`. Gives `{id, deleted: true}`. */
export const deleteRecording: ItemOperation = {
  option: {
    name: 'Delete',
    value: 'delete',
    action: 'Delete a recording',
    description: 'Delete the audio and what is known of it from the bridge, for good',
  },
  properties: [subjectProperty(recordingSubject)],
  execute: async (context, itemIndex) => {
    const id = subjectId(context, itemIndex, recordingSubject);
    await bridgeRequest(context, { method: 'DELETE', path: pathOf(recordingSubject, id), itemIndex });
    return [{ id, deleted: true }];
  },
};
