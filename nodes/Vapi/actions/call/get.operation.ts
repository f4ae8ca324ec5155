import { vapiRequest } from '../../../shared/transport';
import { pickedId, picker } from '../../../shared/fields/picker';
import { simplifyProperty } from '../fields';
import type { Operation } from '../operation';
import { callOutput } from './simplifyCall';

/** Source: Vapi API reference, GET /call/{id}. */
export const get: Operation = {
  option: {
    name: 'Get',
    value: 'get',
    action: 'Get a call',
    description: 'Get status, cost, summary and transcript of a call',
  },
  properties: [
    picker({ displayName: 'Call', name: 'callId', required: true }, 'searchCalls'),
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const id = pickedId(context, 'callId', itemIndex, 'Call');
    const call = await vapiRequest.call(context, {
      method: 'GET',
      path: `/call/${encodeURIComponent(id)}`,
      itemIndex,
    });
    return [callOutput(call, context.getNodeParameter('simple', itemIndex, true) as boolean)];
  },
};
