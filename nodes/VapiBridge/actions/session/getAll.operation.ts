import type { IDataObject } from 'n8n-workflow';
import { group } from '../../../shared/form/collections';
import { choice } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { listProperties, listRows } from '../common/list';
import { sessionSubject } from '../common/subject';
import { simplifySession } from './simplifySession';

const form = formFor([
  group({ displayName: 'Filters', name: 'filters', path: '', placeholder: 'Add Filter' }, [
    choice({
      displayName: 'State',
      path: 'state',
      default: 'live',
      options: [
        { name: 'Ended', value: 'ended' },
        { name: 'Live', value: 'live' },
      ],
    }),
  ]),
]);

/** `GET /v1/sessions`. */
export const getAll: ItemOperation = {
  option: {
    name: 'Get Many',
    value: 'getAll',
    action: 'Get many sessions of the bridge',
    description: 'Get the calls that are live on the bridge, and those that ended lately',
  },
  properties: [...listProperties, ...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const qs = form.read(context, itemIndex) as IDataObject;
    const simple = wantsSimple(context, itemIndex);
    const rows = await listRows(context, itemIndex, { path: sessionSubject.path, key: 'sessions', qs });
    return rows.map((row) => outputOf(row, simple, simplifySession));
  },
};
