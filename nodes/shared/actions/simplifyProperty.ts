import type { INodeProperties } from 'n8n-workflow';

/** Whether to return few fields or everything that Vapi sends. */
export const simplifyProperty: INodeProperties = {
  displayName: 'Simplify',
  name: 'simple',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
};
