import { type INodeProperties } from 'n8n-workflow';
import { answerKinds } from './answers';

export const properties: INodeProperties[] = [
  {
    displayName:
      'The call to answer comes from the Vapi Tool Trigger above: there is no ID to fill in. If Vapi asked for several tools at once, the answer is sent when each has one.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Respond With',
    name: 'respondWith',
    type: 'options',
    noDataExpression: true,
    options: Object.values(answerKinds)
      .map(({ option }) => option)
      .sort((a, b) => a.name.localeCompare(b.name)),
    default: 'text',
  },
  ...Object.entries(answerKinds).flatMap(([value, { properties }]) =>
    properties.map((property) => ({
      ...property,
      displayOptions: { show: { respondWith: [value] } },
    })),
  ),
];
