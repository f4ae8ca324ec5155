import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { group } from '../../../shared/form/collections';
import type { Field } from '../../../shared/form/field';
import { flag, moment, number } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { readPages, type ListRequest, type PagingStyle } from '../../../shared/paging';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { outputOf, wantsSimple, type Simplify } from '../../../shared/actions/output';

const DEFAULT_LIMIT = 50;

const returnAll = flag({
  displayName: 'Return All',
  path: 'returnAll',
  default: false,
  description: 'Whether to return all results or only up to a given limit',
});

const limit = number({
  displayName: 'Limit',
  path: 'limit',
  default: DEFAULT_LIMIT,
  min: 1,
  displayOptions: { show: { returnAll: [false] } },
  description: 'Max number of results to return',
});

/** How much of a list is wanted. */
export const listProperties: INodeProperties[] = [returnAll.property, limit.property];

/** Filters by time, which nearly all lists of Vapi have. */
const timeFilters: Field[] = [
  moment({ displayName: 'Created After', path: 'createdAtGt', name: 'createdAfter' }),
  moment({ displayName: 'Created Before', path: 'createdAtLt', name: 'createdBefore' }),
  moment({ displayName: 'Updated After', path: 'updatedAtGt', name: 'updatedAfter' }),
  moment({ displayName: 'Updated Before', path: 'updatedAtLt', name: 'updatedBefore' }),
];

/** A list of Vapi as an operation. */
export interface ListOperation {
  path: string;
  style: PagingStyle;
  /** Filters besides those by time; the path is the name of the query parameter. */
  filters?: readonly Field[];
  /** Rows to ask for at once, where they are large. */
  pageSize?: number;
  /** Whether it can be filtered by time; all lists that are paged can, unless this says otherwise. */
  byTime?: boolean;
  simplify: Simplify;
}

/** An operation that reads a list, page by page; only the items that leave the node are kept. */
export function getMany(
  texts: { action: string; description: string; name?: string; value?: string },
  { path, style, filters = [], pageSize, byTime = style !== 'none', simplify }: ListOperation,
): ItemOperation {
  const all = byTime ? [...filters, ...timeFilters] : filters;
  const form = formFor(
    all.length > 0
      ? [group({ displayName: 'Filters', name: 'filters', path: '', placeholder: 'Add Filter' }, all)]
      : [],
  );
  return {
    option: { name: 'Get Many', value: 'getAll', ...texts },
    properties: [...listProperties, ...form.properties, simplifyProperty],
    execute: async (context, itemIndex) => {
      const qs = form.read(context, itemIndex) as IDataObject;
      const simple = wantsSimple(context, itemIndex);
      return await listRows(context, itemIndex, { style, path, qs, pageSize }, simplify, simple);
    },
  };
}

/** How many rows are wanted; expressions may give anything. */
function readLimit(context: IExecuteFunctions, itemIndex: number): number {
  const place = { node: context.getNode(), itemIndex, timezone: context.getTimezone() };
  const all = returnAll.read(context.getNodeParameter('returnAll', itemIndex, false), place);
  if (all === true) return Infinity;
  const given = limit.read(context.getNodeParameter('limit', itemIndex, DEFAULT_LIMIT), place);
  return (given as number | undefined) ?? DEFAULT_LIMIT;
}

/** Reads as much of a list as {@link listProperties} ask for. */
export async function listRows(
  context: IExecuteFunctions,
  itemIndex: number,
  { style, ...request }: ListRequest & { style: PagingStyle },
  simplify: Simplify,
  simple: boolean,
): Promise<IDataObject[]> {
  const wanted = readLimit(context, itemIndex);
  const items: IDataObject[] = [];
  for await (const rows of readPages(context, style, { ...request, itemIndex }, wanted))
    for (const row of rows) items.push(outputOf(row, simple, simplify));
  return items;
}
