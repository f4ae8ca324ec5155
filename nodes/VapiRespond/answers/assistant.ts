import type { INodePropertyOptions } from 'n8n-workflow';
import type { RequestAnswerKind } from './answerKind';
import { assistantOptions, assistantProperties, assistantTargets, whoTalks } from './assistantFields';
import {
  destinationOptions,
  destinationProperties,
  destinationTargets,
  outsideDestination,
} from './destinationFields';

const TARGETS: INodePropertyOptions[] = [
  ...assistantTargets,
  { name: 'Nobody', value: 'refuse', description: 'The caller hears a sentence, then the call ends' },
  ...destinationTargets,
].sort((a, b) => a.name.localeCompare(b.name));

/** Who takes an incoming call. Source: Vapi docs, server events, assistant-request. */
export const assistant: RequestAnswerKind = {
  option: {
    name: 'Assistant for a Call',
    value: 'assistant',
    description: 'An assistant or squad, a number that the call goes on to, or a refusal',
  },
  properties: [
    {
      displayName: 'Call Is Taken By',
      name: 'target',
      type: 'options',
      noDataExpression: true,
      options: TARGETS,
      default: 'assistant',
    },
    ...assistantProperties,
    ...destinationProperties,
    {
      displayName: 'Spoken Text',
      name: 'spokenText',
      type: 'string',
      typeOptions: { rows: 2 },
      required: true,
      default: '',
      placeholder: 'e.g. Sorry, we are closed today. Please call again on Monday.',
      displayOptions: { show: { target: ['refuse'] } },
    },
    assistantOptions(),
    destinationOptions(),
  ],
  requests: ['assistant-request'],
  body: (fields) => {
    switch (fields.choice('target', 'Call Is Taken By', TARGETS)) {
      case 'refuse':
        // Vapi says an apology of its own where the text is empty.
        return { error: fields.requiredText('spokenText', 'Spoken Text') };
      case 'number':
      case 'sip':
        return { destination: outsideDestination(fields) };
      default:
        return whoTalks(fields);
    }
  },
};
