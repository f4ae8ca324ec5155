import { defineResource } from '../../../shared/actions/operation';
import { request } from './request.operation';

/**
 * The way to whatever has no operation. It has to be the last resource: n8n adds an entry of this name to the list
 * of each node, which leads to its HTTP Request node, unless the last entry has it already.
 */
export const customApiCall = defineResource(
  { name: 'Custom API Call', value: 'customApiCall' },
  [request],
  'request',
);
