import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { errorItem, fail, toNodeError } from '../../shared/fail';
import { FileOutput, showFor, type ItemOperation, type Operation, type OperationOutput } from './operation';
import { inPace, pacingProperty, readPacing } from './pacing';
import { resources } from './resources';

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
  pacingProperty,
];

/** Runs the chosen operation for each input item: the only loop over items. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const operation = chosenOperation(context);
  if ('executeAll' in operation) return [await operation.executeAll(context)];
  const output = await inPace(
    context.getInputData().length,
    readPacing(context),
    (item) => itemsOf(context, operation, item),
    context.getExecutionCancelSignal?.(),
  );
  return [output.flat()];
}

async function itemsOf(
  context: IExecuteFunctions,
  operation: ItemOperation,
  item: number,
): Promise<INodeExecutionData[]> {
  try {
    return (await operation.execute(context, item)).map((output) => toItem(output, item));
  } catch (error) {
    const nodeError = toNodeError(context.getNode(), error, item);
    if (!context.continueOnFail()) throw nodeError;
    return [errorItem(nodeError, item)];
  }
}

function toItem(output: OperationOutput, item: number): INodeExecutionData {
  if (output instanceof FileOutput) return { json: output.json, binary: output.binary, pairedItem: { item } };
  return { json: output, pairedItem: { item } };
}

/** Resource and operation take no expressions, so they are the same for all items. */
function chosenOperation(context: IExecuteFunctions): Operation {
  const resource = context.getNodeParameter('resource', 0);
  const name = context.getNodeParameter('operation', 0);
  const operation = resources[resource]?.operations[name];
  // n8n refuses unknown options itself, except in a workflow written for another version of this pack.
  if (operation === undefined) throw fail(context.getNode(), 'OPERATION_UNKNOWN', `${resource}: ${name}`);
  return operation;
}
