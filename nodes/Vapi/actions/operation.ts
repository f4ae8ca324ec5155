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

/** Operations of a resource by the value of the operation field. */
export interface Resource {
  option: INodePropertyOptions;
  /** The choice of operation; the router shows it for this resource. */
  operationProperty: INodeProperties;
  operations: Readonly<Record<string, Operation>>;
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
  const options = operations.map((operation) => operation.option);
  return {
    option,
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
export function showFor(property: INodeProperties, resource: string, operation: string): INodeProperties {
  const { displayOptions } = property;
  return {
    ...property,
    displayOptions: {
      ...displayOptions,
      show: { resource: [resource], operation: [operation], ...displayOptions?.show },
    },
  };
}
