import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { flag, number } from '../../../shared/form/fields';
import { bridgeRows, type BridgeList } from '../../../shared/bridge/paging';

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

/** Reads as much of a list as {@link listProperties} ask for. */
export async function listRows(
  context: IExecuteFunctions,
  itemIndex: number,
  list: Omit<BridgeList, 'itemIndex'>,
): Promise<IDataObject[]> {
  const place = { node: context.getNode(), itemIndex, timezone: context.getTimezone() };
  const all = returnAll.read(context.getNodeParameter('returnAll', itemIndex, false), place);
  const given = limit.read(context.getNodeParameter('limit', itemIndex, DEFAULT_LIMIT), place);
  const wanted = all === true ? Infinity : ((given as number | undefined) ?? DEFAULT_LIMIT);
  return (await bridgeRows(context, { ...list, itemIndex }, wanted)) as IDataObject[];
}
