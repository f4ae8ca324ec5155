import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { errorItem, fail, toNodeError } from '../fail';
import {
  FileOutput,
  operationTable,
  showFor,
  type ItemOperation,
  type Operation,
  type OperationOutput,
  type Resource,
} from './operation';
import { inPace, readPacing, type Pacing } from './pacing';

/** What makes a node out of a table of resources or operations. */
export interface Router {
  /** The fields of all operations, each shown for its own. */
  properties: INodeProperties[];
  /** Runs the chosen operation for each input item: the only loop over items. */
  router: (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

/**
 * @param resources by the value of the resource field, in the order of the editor
 * @param preset value of the resource that is chosen at first
 * @param pacing the field that says how fast items are worked on
 */
export function createRouter(
  resources: Readonly<Record<string, Resource>>,
  preset: string,
  pacing: INodeProperties,
): Router {
  return {
    properties: [
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: Object.values(resources).map(({ option }) => option),
        default: preset,
      },
      ...Object.entries(resources).flatMap(([resource, { operationProperty, operations }]) => [
        { ...operationProperty, displayOptions: { show: { resource: [resource] } } },
        ...Object.entries(operations).flatMap(([name, operation]) =>
          operation.properties.map((property) =>
            showFor(property, { resource: [resource], operation: [name] }),
          ),
        ),
      ]),
      pacing,
    ],
    router: (context) => run(context, chosenOperation(context, resources), readPacing(context)),
  };
}

/** Each item begins when the one before it is done with. */
const ONE_BY_ONE: Pacing = { itemsPerSecond: Infinity, concurrency: 1 };

/**
 * The same for a node that has operations and no resources; its items are worked on one after the other.
 *
 * @param preset value of the operation that is chosen at first
 * @param first fields that every operation has, before its own
 */
export function createOperationRouter(
  list: readonly ItemOperation[],
  preset: string,
  first: readonly INodeProperties[],
): Router {
  const { operationProperty, operations } = operationTable(list, preset);
  return {
    properties: [
      operationProperty,
      ...first,
      ...Object.entries(operations).flatMap(([name, { properties }]) =>
        properties.map((property) => showFor(property, { operation: [name] })),
      ),
    ],
    router: async (context) => {
      const name = context.getNodeParameter('operation', 0);
      return await run(context, known(context, operations[name], name), ONE_BY_ONE);
    },
  };
}

async function run(
  context: IExecuteFunctions,
  operation: Operation,
  pacing: Pacing,
): Promise<INodeExecutionData[][]> {
  if ('executeAll' in operation) return [await operation.executeAll(context)];
  const output = await inPace(
    context.getInputData().length,
    pacing,
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
function chosenOperation(
  context: IExecuteFunctions,
  resources: Readonly<Record<string, Resource>>,
): Operation {
  const resource = context.getNodeParameter('resource', 0);
  const name = context.getNodeParameter('operation', 0);
  return known(context, resources[resource]?.operations[name], `${resource}: ${name}`);
}

function known(context: IExecuteFunctions, operation: Operation | undefined, name: string): Operation {
  // n8n refuses unknown options itself, except in a workflow written for another version of this pack.
  if (operation === undefined) throw fail(context.getNode(), 'OPERATION_UNKNOWN', name);
  return operation;
}
