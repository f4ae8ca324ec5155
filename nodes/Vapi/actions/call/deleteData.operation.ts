import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { VAPI_ID } from '../../../shared/fields/picker';
import { vapiRequest } from '../../../shared/transport';
import { subjectId, subjectProperty } from '../common/idField';
import type { Operation } from '../../../shared/actions/operation';
import { callSubject } from './callSubject';

const calls: INodeProperties = {
  displayName: 'Calls',
  name: 'calls',
  type: 'options',
  options: [
    { name: 'One Call', value: 'one' },
    { name: 'Several Calls', value: 'several', description: 'With one request; Vapi may take hours for it' },
  ],
  default: 'one',
};

const oneCall: INodeProperties = {
  ...subjectProperty(callSubject),
  displayOptions: { show: { calls: ['one'] } },
};

const callIds: INodeProperties = {
  displayName: 'Call IDs',
  name: 'callIds',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. 7c9e6679-7425-40de-944b-e07fc1f90ae7, 42b4b25d-031e-4786-857f-63b346c9580f',
  description: 'Separated by commas or line breaks, or a list from an expression',
  typeOptions: { rows: 3 },
  displayOptions: { show: { calls: ['several'] } },
};

/**
 * Deletes what Vapi keeps of a call. Vapi answers 503 at times: the request is repeated then, as any that changes
 * nothing more when done twice. Source: OpenAPI, DELETE /call/{id}.
 */
export const deleteData: Operation = {
  option: {
    name: 'Delete Data',
    value: 'deleteData',
    action: 'Delete the data of a call',
    description:
      'Delete recordings, transcript and everything else that Vapi keeps of a call, for good. This does not hang up: use Live Call > End.',
  },
  properties: [calls, oneCall, callIds],
  execute: async (context, itemIndex) => {
    if (context.getNodeParameter('calls', itemIndex, 'one') !== 'several') {
      const id = subjectId(context, itemIndex, callSubject);
      await remove(context, id, undefined, itemIndex);
      return [{ id, deleted: true }];
    }
    const ids = readIds(context, itemIndex);
    // Vapi ignores the ID in the path when there is a list.
    await remove(context, String(ids[0]), { ids }, itemIndex);
    return ids.map((id) => ({ id, deletionRequested: true }));
  },
};

async function remove(
  context: IExecuteFunctions,
  id: string,
  body: IDataObject | undefined,
  itemIndex: number,
): Promise<void> {
  const path = `${callSubject.path}/${encodeURIComponent(id)}`;
  await vapiRequest.call(context, { method: 'DELETE', path, body, itemIndex });
}

/** Each ID once. One that is none stops all: who mistypes a list of things to delete had better look again. */
function readIds(context: IExecuteFunctions, itemIndex: number): string[] {
  const given: unknown = context.getNodeParameter('callIds', itemIndex, '');
  const parts = (Array.isArray(given) ? given : String(given).split(/[,\s]+/)).map((id) => String(id).trim());
  const ids = [...new Set(parts.filter((id) => id !== ''))];
  const wrong = ids.find((id) => !new RegExp(VAPI_ID).test(id));
  if (wrong !== undefined) throw fail(context.getNode(), 'CALL_ID_INVALID', wrong, itemIndex);
  if (ids.length === 0) throw fail(context.getNode(), 'INPUT_MISSING', 'Call IDs', itemIndex);
  return ids;
}
