import type { IDataObject, IExecuteFunctions, INode, INodeProperties } from 'n8n-workflow';
import { fail } from '../fail';
import { isObject } from '../protocol/json';
import { businessTimeProperties, readBusinessTime } from './businessTime';
import { textOf } from './textOf';
import { sendable, VARIABLE_TYPES, variableValue } from './variableValue';

/** Key/value rows that become `assistantOverrides.variableValues`. */
export const variablesProperty: INodeProperties = {
  displayName: 'Variables',
  name: 'variables',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  default: {},
  placeholder: 'Add Variable',
  description:
    'Values for the {{ placeholders }} in the prompt and first message. Vapi itself fills in now, date, time, year, month and day (all in UTC), customer.number, phoneNumber.number, call.*, assistant.*, transport.*, transcript and messages: a variable of such a name hides what Vapi would fill in.',
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
          description:
            'Letters, digits and underscores. Do not use now, date, time, customer or call: those are of Vapi.',
        },
        {
          displayName: 'Type',
          name: 'type',
          type: 'options',
          options: VARIABLE_TYPES,
          default: 'auto',
        },
        {
          displayName: 'Value',
          name: 'value',
          type: 'string',
          default: '',
          description: 'Lists are sent as JSON text, because Vapi drops lists',
        },
      ],
    },
  ],
};

/** All that an operation needs to let the builder give variables, in the order of the editor. */
export const variablesProperties: INodeProperties[] = [
  {
    displayName: 'Specify Variables',
    name: 'specifyVariables',
    type: 'options',
    options: [
      { name: 'Using Fields Below', value: 'fields' },
      { name: 'Using JSON', value: 'json' },
    ],
    default: 'fields',
  },
  { ...variablesProperty, displayOptions: { show: { specifyVariables: ['fields'] } } },
  {
    displayName: 'Variables (JSON)',
    name: 'variablesJson',
    type: 'json',
    default: '{}',
    description:
      'An object such as { "customerName": "Dana", "visits": 3 }. Lists in it are sent as JSON text, because Vapi drops lists. A variable that is called like one of Vapi itself (now, date, time, customer, call) hides it.',
    displayOptions: { show: { specifyVariables: ['json'] } },
  },
  ...businessTimeProperties,
];

/** What a Liquid placeholder can refer to. */
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A row as it is in the field; an expression may give anything. */
export interface VariableRow {
  name?: unknown;
  type?: unknown;
  value?: unknown;
}

/**
 * The variables of an input item, from {@link variablesProperties} or from {@link variablesProperty} alone. What the
 * builder names wins over the business time.
 *
 * @returns `variableValues` for Vapi
 * @throws NodeOperationError for a name that no placeholder can refer to, a value that is not of its type, JSON that
 * is no object, and a time zone or language that is none
 */
export function readVariables(context: IExecuteFunctions, itemIndex: number): IDataObject {
  const node = context.getNode();
  const given =
    context.getNodeParameter('specifyVariables', itemIndex, 'fields') === 'json'
      ? variablesFromJson(node, context.getNodeParameter('variablesJson', itemIndex, '{}'), itemIndex)
      : variablesFrom(node, rowsOf(context, itemIndex), itemIndex, context.getTimezone());
  return { ...readBusinessTime(context, itemIndex, new Date()), ...given };
}

function rowsOf(context: IExecuteFunctions, itemIndex: number): VariableRow[] {
  const { variable = [] } = context.getNodeParameter('variables', itemIndex, {}) as {
    variable?: VariableRow[];
  };
  return variable;
}

/**
 * Reads the rows. Values of rows without a type keep their own; a list becomes JSON text.
 *
 * @param timeZone of times that name none, and the one that times are written in
 * @throws NodeOperationError for a name that no placeholder can refer to and a value that is not of its type
 */
export function variablesFrom(
  node: INode,
  rows: readonly VariableRow[],
  itemIndex?: number,
  timeZone = 'UTC',
): IDataObject {
  const values: IDataObject = {};
  for (const { name, type, value } of rows) {
    const key = checkedName(node, name, itemIndex);
    values[key] = variableValue(key, type, value, { node, itemIndex, timeZone });
  }
  return values;
}

/** Reads the object of the JSON field: text, or what an expression gives. Lists in it become JSON text. */
function variablesFromJson(node: INode, given: unknown, itemIndex: number): IDataObject {
  let value = given;
  if (typeof value === 'string') {
    try {
      value = value.trim() === '' ? {} : (JSON.parse(value) as unknown);
    } catch {
      value = undefined;
    }
  }
  if (!isObject(value)) throw fail(node, 'INPUT_NOT_JSON_OBJECT', 'Variables (JSON)', itemIndex);
  const values: IDataObject = {};
  for (const [name, entry] of Object.entries(value)) {
    values[checkedName(node, name, itemIndex)] = sendable(entry);
  }
  return values;
}

/** @throws NodeOperationError for a name that no placeholder can refer to */
function checkedName(node: INode, name: unknown, itemIndex?: number): string {
  const key = textOf(name);
  // An object takes this name for its prototype.
  if (VARIABLE_NAME.test(key) && key !== '__proto__') return key;
  throw fail(node, 'VARIABLE_NAME_INVALID', key, itemIndex);
}
