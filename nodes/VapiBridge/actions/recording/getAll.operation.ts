import type { IDataObject } from 'n8n-workflow';
import { group } from '../../../shared/form/collections';
import { text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { listProperties, listRows } from '../common/list';
import { recordingSubject } from '../common/subject';
import { simplifyRecording } from './simplifyRecording';

const form = formFor([
  group({ displayName: 'Filters', name: 'filters', path: '', placeholder: 'Add Filter' }, [
    text({
      displayName: 'Session ID',
      path: 'sessionId',
      description: 'Only recordings of this session',
    }),
  ]),
]);

/** `GET /v1/recordings`. */
export const getAll: ItemOperation = {
  option: {
    name: 'Get Many',
    value: 'getAll',
    action: 'Get many recordings',
    description: 'Get the recordings that the bridge keeps, the newest first',
  },
  properties: [...listProperties, ...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const qs = form.read(context, itemIndex) as IDataObject;
    const simple = wantsSimple(context, itemIndex);
    const rows = await listRows(context, itemIndex, { path: recordingSubject.path, key: 'recordings', qs });
    return rows.map((row) => outputOf(row, simple, simplifyRecording));
  },
};
