import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../fail';

/** Vapi's ids are UUIDs. */
export const VAPI_ID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

const uuidValidation = {
  type: 'regex' as const,
  properties: {
    regex: VAPI_ID,
    errorMessage: 'Not an ID of Vapi: it looks like 5b0a4a08-133c-4146-9315-0984f8c6be80',
  },
};

/** A picker with search, or an id typed or given by an expression. */
export function picker(
  property: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'required'>,
  searchListMethod: string,
): INodeProperties {
  return {
    ...property,
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        typeOptions: { searchListMethod, searchable: true },
      },
      {
        displayName: 'By ID',
        name: 'id',
        type: 'string',
        placeholder: 'e.g. 5b0a4a08-133c-4146-9315-0984f8c6be80',
        validation: [uuidValidation],
      },
    ],
  };
}

/**
 * The id chosen in a picker, for a path or a body.
 *
 * @throws NodeOperationError when it is empty, and for dots, which would lead a path to another object
 */
export function pickedId(context: IExecuteFunctions, name: string, itemIndex: number, label: string): string {
  const value = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
  const id = typeof value === 'string' ? value.trim() : '';
  if (id === '') throw fail(context.getNode(), 'INPUT_MISSING', label, itemIndex);
  if (id === '.' || id === '..')
    throw fail(context.getNode(), 'INPUT_NOT_AN_ID', `${label} "${id}"`, itemIndex);
  return id;
}
