import { type INodeProperties } from 'n8n-workflow';
import { answerKinds } from './answers';
import { shownFor } from './answers/answerFields';
import { answersToolCalls } from './answers/answerKind';
import { spokenMessageProperty } from './answers/spokenMessage';

const kinds = Object.entries(answerKinds);

export const properties: INodeProperties[] = [
  {
    displayName:
      'The request to answer is found at the Vapi trigger above: there is no ID to fill in. If Vapi asked for several tools at once, the answer is sent when each has one.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Respond With',
    name: 'respondWith',
    type: 'options',
    noDataExpression: true,
    options: kinds.map(([, { option }]) => option).sort((a, b) => a.name.localeCompare(b.name)),
    default: 'text',
    description: 'What fits the request that started the workflow',
  },
  ...kinds.flatMap(([value, kind]) => kind.properties.map((one) => shownFor(one, 'respondWith', [value]))),
  shownFor(
    spokenMessageProperty,
    'respondWith',
    kinds.filter(([, kind]) => answersToolCalls(kind)).map(([value]) => value),
  ),
];
