import type { IHookFunctions, INode, INodeParameters } from 'n8n-workflow';
import { checkFields } from '../../../nodes/VapiTwilioTrigger/checkFields';

/** Checks the variables of a trigger as they are when the workflow is published. */
function check(...variable: INodeParameters[]): void {
  const parameters: INodeParameters = { decidedBy: 'workflow', variables: { variable } };
  const node = { id: '1', name: 'T', type: 't', typeVersion: 1, position: [0, 0], parameters } as INode;
  checkFields({ getNode: () => node } as IHookFunctions);
}

it.each<INodeParameters>([
  { name: 'visits', value: 'many' },
  { name: 'visits', type: 'number', value: '3' },
  // What only a call can tell.
  { name: 'visits', type: 'number', value: '={{ $json.visits }}' },
  { name: 'visits', type: '={{ "number" }}', value: 'many' },
  { name: '={{ $json.name }}', type: 'number', value: 'many' },
])('takes the variable %j', (row) => {
  expect(() => check(row)).not.toThrow();
});

it.each<[INodeParameters, string]>([
  [{ name: 'first name', value: '={{ 1 }}' }, '"first name" is no name for a variable'],
  [{ name: 'visits', type: 'number', value: 'many' }, 'The variable "visits" is no number: many'],
])('refuses the variable %j', (row, message) => {
  expect(() => check(row)).toThrow(message);
});
