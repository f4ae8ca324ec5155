import type {
  IBinaryKeyData,
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
  INodePropertyOptions,
} from 'n8n-workflow';

/** What makes an operation in the editor. */
interface OperationInEditor {
  option: INodePropertyOptions;
  properties: INodeProperties[];
}

/** One operation: its fields and its behaviour side by side. */
export interface ItemOperation extends OperationInEditor {
  /** Runs for one input item; each object returned becomes an output item linked to it. */
  execute(context: IExecuteFunctions, itemIndex: number): Promise<OperationOutput[]>;
}

/** An operation that takes all input items together, such as a batch. It handles Continue on Fail itself. */
export interface BatchOperation extends OperationInEditor {
  executeAll(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

export type Operation = ItemOperation | BatchOperation;

/** JSON of an output item, or JSON with files. */
export type OperationOutput = IDataObject | FileOutput;

/** An output item with files. */
export class FileOutput {
  constructor(
    readonly json: IDataObject,
    readonly binary: IBinaryKeyData,
  ) {}
}

/** Operations by the value of the operation field. */
export interface OperationTable<T extends Operation = Operation> {
  /** The choice of operation; of a resource, the router shows it for that resource. */
  operationProperty: INodeProperties;
  operations: Readonly<Record<string, T>>;
}

/** Operations on one kind of thing. */
export interface Resource extends OperationTable {
  option: INodePropertyOptions;
}

/**
 * A resource out of its operations, sorted by name in the editor.
 *
 * @param preset value of the operation that is chosen at first
 */
export function defineResource(
  option: INodePropertyOptions,
  operations: readonly Operation[],
  preset: string,
): Resource {
  return { option, ...operationTable(operations, preset) };
}

/** Operations, sorted by name in the editor; see {@link defineResource}. */
export function operationTable<T extends Operation>(
  operations: readonly T[],
  preset: string,
): OperationTable<T> {
  const options = operations.map((operation) => operation.option);
  return {
    operationProperty: {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      options: options.sort((a, b) => a.name.localeCompare(b.name)),
      default: preset,
    },
    operations: Object.fromEntries(
      operations.map((operation) => [String(operation.option.value), operation]),
    ),
  };
}

/** Shows a property for one operation only, on top of conditions that it has itself. */
export function showFor(
  property: INodeProperties,
  operation: { resource?: [string]; operation: [string] },
): INodeProperties {
  const { displayOptions } = property;
  return {
    ...property,
    displayOptions: { ...displayOptions, show: { ...operation, ...displayOptions?.show } },
  };
}
