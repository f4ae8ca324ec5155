import { asObject, type JsonObject } from '../../../shared/protocol/json';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { listProperties, listRows } from '../common/list';
import { withoutNulls } from '../common/withoutNulls';

/** `GET /v1/events/dead`. */
export const getDead: ItemOperation = {
  option: {
    name: 'Get Many Dead Letters',
    value: 'getDead',
    action: 'Get many dead letters of the bridge',
    description: 'Get the events that could not be delivered to n8n, and why',
  },
  properties: [...listProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const simple = wantsSimple(context, itemIndex);
    const rows = await listRows(context, itemIndex, { path: '/v1/events/dead', key: 'events' });
    return rows.map((row) => outputOf(row, simple, simplifyDeadLetter));
  },
};

/** Which event, and why it is still here; what it says is in the raw one. */
function simplifyDeadLetter({ id, storedAt, attempts, reason, event }: JsonObject): JsonObject {
  const { type, at, sessionId } = asObject(event);
  return withoutNulls({ eventId: id, type, at, sessionId, storedAt, attempts, reason });
}
