import type { Resource } from '../operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';

/** Phone calls of assistants. */
export const call: Resource = {
  option: { name: 'Call', value: 'call' },
  operationProperty: {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    options: [create.option, get.option, getAll.option],
    default: 'create',
  },
  operations: { create, get, getAll },
};
