import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { errorItem, toNodeError } from '../../shared/fail';
import { call } from './call/call.resource';
import { showFor, type Resource } from './operation';

/** Every resource, by the value of the resource field. */
const resources: Readonly<Record<string, Resource>> = { call };

/** The fields of all operations, each shown for its own. */
export const properties: INodeProperties[] = [
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: Object.values(resources).map(({ option }) => option),
    default: 'call',
  },
  ...Object.entries(resources).flatMap(([resource, { operationProperty, operations }]) => [
    { ...operationProperty, displayOptions: { show: { resource: [resource] } } },
    ...Object.entries(operations).flatMap(([name, operation]) =>
      operation.properties.map((property) => showFor(property, resource, name)),
    ),
  ]),
];

/** Runs the chosen operation for each input item: the only loop over items. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const output: INodeExecutionData[] = [];
  for (let item = 0; item < context.getInputData().length; item++) {
    try {
      for (const json of await runOperation(context, item)) output.push({ json, pairedItem: { item } });
    } catch (error) {
      if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, item);
      output.push(errorItem(toNodeError(context.getNode(), error, item), item));
    }
  }
  return [output];
}

async function runOperation(context: IExecuteFunctions, item: number): Promise<IDataObject[]> {
  const resource = context.getNodeParameter('resource', item);
  const name = context.getNodeParameter('operation', item);
  const operation = resources[resource]?.operations[name];
  // n8n refuses unknown options itself, except in a workflow written for another version of this pack.
  if (operation === undefined) throw new TypeError(`Unknown operation "${resource}: ${name}"`);
  return await operation.execute(context, item);
}
