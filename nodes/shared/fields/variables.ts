import type { IDataObject, IExecuteFunctions, INode, INodeProperties } from 'n8n-workflow';
import { fail } from '../fail';

/** Key/value rows that become `assistantOverrides.variableValues`. */
export const variablesProperty: INodeProperties = {
  displayName: 'Variables',
  name: 'variables',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  default: {},
  placeholder: 'Add Variable',
  description:
    'Values for the {{ placeholders }} in the prompt and first message. Vapi itself fills in now, date, time (all in UTC) and customer.number.',
  options: [
    {
      displayName: 'Variable',
      name: 'variable',
      values: [
        {
          displayName: 'Name',
          name: 'name',
          type: 'string',
          default: '',
          placeholder: 'e.g. customerName',
        },
        {
          displayName: 'Value',
          name: 'value',
          type: 'string',
          default: '',
        },
      ],
    },
  ],
};

/** What a Liquid placeholder can refer to. */
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

interface VariableRow {
  name?: string;
  value?: unknown;
}

export function readVariables(context: IExecuteFunctions, itemIndex: number): IDataObject {
  const { variable = [] } = context.getNodeParameter('variables', itemIndex, {}) as {
    variable?: VariableRow[];
  };
  return variablesFrom(context.getNode(), variable, itemIndex);
}

/**
 * Reads the rows. Values keep their type; a list becomes JSON text, because Vapi drops lists on some paths (field
 * report in vapi gitops).
 */
export function variablesFrom(node: INode, rows: readonly VariableRow[], itemIndex?: number): IDataObject {
  const values: IDataObject = {};
  for (const { name = '', value } of rows) {
    const key = name.trim();
    if (!VARIABLE_NAME.test(key)) throw fail(node, 'VARIABLE_NAME_INVALID', name, itemIndex);
    values[key] = Array.isArray(value) ? JSON.stringify(value) : (value as IDataObject[string]);
  }
  return values;
}
