import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { getAllByCreation } from '../../../shared/paging';
import { toInstant } from '../../../shared/time';
import { picker } from '../../../shared/fields/picker';
import { simplifyProperty } from '../fields';
import type { Operation } from '../operation';
import { callOutput } from './simplifyCall';

interface Filters {
  assistantId?: { value?: string } | string;
  phoneNumberId?: { value?: string } | string;
  createdAfter?: unknown;
  createdBefore?: unknown;
}

/** Source: Vapi API reference, GET /call. */
export const getAll: Operation = {
  option: {
    name: 'Get Many',
    value: 'getAll',
    action: 'Get many calls',
    description: 'Get calls, the newest first',
  },
  properties: [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      default: false,
      description: 'Whether to return all results or only up to a given limit',
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 50,
      displayOptions: { show: { returnAll: [false] } },
      description: 'Max number of results to return',
    },
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add Filter',
      default: {},
      options: [
        picker({ displayName: 'Assistant', name: 'assistantId' }, 'searchAssistants'),
        { displayName: 'Created After', name: 'createdAfter', type: 'dateTime', default: '' },
        { displayName: 'Created Before', name: 'createdBefore', type: 'dateTime', default: '' },
        picker({ displayName: 'Phone Number', name: 'phoneNumberId' }, 'searchPhoneNumbers'),
      ],
    },
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const all = context.getNodeParameter('returnAll', itemIndex, false);
    const limit = all ? Infinity : context.getNodeParameter('limit', itemIndex, 50);
    const simple = context.getNodeParameter('simple', itemIndex, true) as boolean;
    const qs = toQuery(context, itemIndex);
    const calls = await getAllByCreation(context, { path: '/call', qs, itemIndex }, limit);
    return calls.map((call) => callOutput(call, simple));
  },
};

function toQuery(context: IExecuteFunctions, itemIndex: number): IDataObject {
  const filters = context.getNodeParameter('filters', itemIndex, {}) as Filters;
  const id = (value: Filters['assistantId']): string | undefined =>
    (typeof value === 'string' ? value : value?.value) || undefined;
  const time = (value: unknown): string | undefined => {
    // The picker gives text, an expression may give a date of n8n's library.
    const given = value instanceof Date ? value.toISOString() : String(value ?? '');
    if (given === '') return undefined;
    const instant = toInstant(given, context.getTimezone());
    if (instant === undefined) throw fail(context.getNode(), 'TIME_INVALID', given, itemIndex);
    return instant;
  };
  const entries = {
    assistantId: id(filters.assistantId),
    phoneNumberId: id(filters.phoneNumberId),
    createdAtGt: time(filters.createdAfter),
    createdAtLt: time(filters.createdBefore),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
