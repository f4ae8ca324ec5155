import type { INodePropertyOptions } from 'n8n-workflow';
import { compact, type JsonObject } from '../../shared/protocol/json';
import { toText, type AnswerFields } from './answerFields';
import type { RequestAnswerKind } from './answerKind';
import {
  assistantProperties,
  assistantTargets,
  memberProperty,
  memberTarget,
  overridesOption,
  whoTalks,
} from './assistantFields';

const DEFAULT_MESSAGES = 10;

const TARGETS: INodePropertyOptions[] = [
  ...assistantTargets,
  memberTarget,
  { name: 'Nobody', value: 'refuse', description: 'The assistant is told why, and goes on' },
].sort((a, b) => a.name.localeCompare(b.name));

/** Which assistant goes on with the call. Source: Vapi docs, handoff tool, dynamic destinations. */
export const handoffDestination: RequestAnswerKind = {
  option: {
    name: 'Hand-Off Destination',
    value: 'handoffDestination',
    description: 'The assistant or squad that goes on with the call, or why none can',
  },
  properties: [
    {
      displayName: 'Hand Off To',
      name: 'target',
      type: 'options',
      noDataExpression: true,
      options: TARGETS,
      default: 'assistant',
    },
    ...assistantProperties,
    memberProperty,
    {
      displayName: 'Reason',
      name: 'reason',
      type: 'string',
      typeOptions: { rows: 2 },
      required: true,
      default: '',
      placeholder: 'e.g. Billing is closed. Offer a call back tomorrow.',
      displayOptions: { show: { target: ['refuse'] } },
    },
    {
      displayName: 'Options',
      name: 'handoffOptions',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        {
          displayName: 'Conversation Passed On',
          name: 'context',
          type: 'options',
          options: [
            { name: 'All Messages', value: 'all' },
            { name: 'Last Messages', value: 'lastNMessages' },
            { name: 'Nothing', value: 'none' },
            { name: 'What Caller and Assistants Said', value: 'userAndAssistantMessages' },
            { name: 'What the Assistant Before Said', value: 'previousAssistantMessages' },
          ],
          default: 'all',
          description: 'What the next assistant knows of the call so far',
        },
        {
          displayName: 'Number of Last Messages',
          name: 'maxMessages',
          type: 'number',
          typeOptions: { minValue: 1 },
          default: DEFAULT_MESSAGES,
          description: 'Counts where Last Messages are passed on',
        },
        overridesOption,
        {
          displayName: 'Tool Result',
          name: 'result',
          type: 'string',
          default: '',
          placeholder: 'e.g. Handing over to billing.',
          description: 'What the model of the present assistant gets as the result of its tool',
        },
      ],
      displayOptions: { hide: { target: ['refuse'] } },
    },
  ],
  requests: ['handoff-destination-request'],
  body: (fields) => {
    const target = fields.choice('target', 'Hand Off To', TARGETS);
    if (target === 'refuse') return { error: fields.requiredText('reason', 'Reason') };
    const options = fields.collection('handoffOptions');
    const result = toText(options.result);
    return {
      destination: compact({ ...nextAssistant(fields), contextEngineeringPlan: readPlan(fields, options) }),
      ...(result === '' ? {} : { result }),
    };
  },
};

/** HandoffDestinationAssistant or HandoffDestinationSquad. */
function nextAssistant(fields: AnswerFields): JsonObject {
  const type = fields.text('target') === 'squad' ? 'squad' : 'assistant';
  return { type, ...whoTalks(fields, 'handoffOptions') };
}

function readPlan(fields: AnswerFields, { context, maxMessages }: JsonObject): JsonObject | undefined {
  const type = toText(context);
  if (type === '') return undefined;
  if (type !== 'lastNMessages') return { type };
  const limits = { min: 1, max: Number.MAX_SAFE_INTEGER };
  const count = fields.number(maxMessages ?? DEFAULT_MESSAGES, 'Number of Last Messages', limits);
  return { type, maxMessages: Math.round(count) };
}
