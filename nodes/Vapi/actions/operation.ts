import type { IDataObject, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** One operation: its fields and its behaviour side by side. */
export interface Operation {
  option: INodePropertyOptions;
  properties: INodeProperties[];
  /** Runs for one input item; each object returned becomes an output item linked to it. */
  execute(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]>;
}

/** Operations of a resource by the value of the operation field. */
export interface Resource {
  option: INodePropertyOptions;
  /** The choice of operation; the router shows it for this resource. */
  operationProperty: INodeProperties;
  operations: Readonly<Record<string, Operation>>;
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
