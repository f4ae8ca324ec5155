import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** What becomes of the steps that were done when one fails. */
export const onFailureProperty: INodeProperties = {
  displayName: 'On Failure',
  name: 'onFailure',
  type: 'options',
  options: [
    {
      name: 'Keep and Continue Later',
      value: 'keep',
      description: 'What is done stays, and the next run goes on from there',
    },
    { name: 'Roll Back', value: 'rollBack', description: 'What is done is taken back, last step first' },
  ],
  default: 'rollBack',
  description: 'What happens when a step fails. Either way the error says what is left.',
};

/** What {@link onFailureProperty} says; what is not understood is the safe choice. */
export function onFailureOf(context: IExecuteFunctions, itemIndex: number): 'rollBack' | 'keep' {
  const chosen: unknown = context.getNodeParameter('onFailure', itemIndex, 'rollBack');
  return chosen === 'keep' ? 'keep' : 'rollBack';
}
