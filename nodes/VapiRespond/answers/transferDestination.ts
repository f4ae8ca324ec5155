import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { JsonObject } from '../../shared/protocol/json';
import { MAX_SPOKEN_LENGTH } from '../../shared/protocol/results';
import type { AnswerFields } from './answerFields';
import type { RequestAnswerKind } from './answerKind';
import { memberName, memberProperty, memberTarget } from './assistantFields';
import {
  destinationOptions,
  destinationProperties,
  destinationTargets,
  messageOption,
  outsideDestination,
  readMessage,
} from './destinationFields';

/** Said as soon as Vapi has the answer; `message` of the destination is said right before connecting. */
const startMessageOption: INodeProperties = {
  displayName: 'Message at Once',
  name: 'startMessage',
  type: 'string',
  default: '',
  placeholder: 'e.g. One moment, I am transferring you.',
  description: 'Said as soon as Vapi has this answer, up to 1,000 characters',
};

const TARGETS: INodePropertyOptions[] = [
  memberTarget,
  { name: 'Nobody', value: 'refuse', description: 'The assistant is told why, and goes on' },
  ...destinationTargets,
].sort((a, b) => a.name.localeCompare(b.name));

/** Where a call is transferred to. Source: Vapi docs, server events, transfer-destination-request. */
export const transferDestination: RequestAnswerKind = {
  option: {
    name: 'Transfer Destination',
    value: 'transferDestination',
    description: 'The number, SIP address or assistant that the call goes to, or why it cannot',
  },
  properties: [
    {
      displayName: 'Transfer To',
      name: 'target',
      type: 'options',
      noDataExpression: true,
      options: TARGETS,
      default: 'number',
    },
    ...destinationProperties,
    memberProperty,
    {
      displayName: 'Reason',
      name: 'reason',
      type: 'string',
      typeOptions: { rows: 2 },
      required: true,
      default: '',
      placeholder: 'e.g. Nobody is at the desk right now. Offer to take a message.',
      displayOptions: { show: { target: ['refuse'] } },
    },
    destinationOptions([startMessageOption]),
    {
      displayName: 'Options',
      name: 'memberOptions',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [messageOption, startMessageOption],
      displayOptions: { show: { target: ['member'] } },
    },
  ],
  requests: ['transfer-destination-request'],
  body: (fields) => {
    const target = fields.choice('target', 'Transfer To', TARGETS);
    if (target === 'refuse') return { error: fields.requiredText('reason', 'Reason') };
    const options = fields.collection(target === 'member' ? 'memberOptions' : 'destinationOptions');
    const startMessage = fields.limited(options.startMessage, 'Message at Once', MAX_SPOKEN_LENGTH);
    return {
      destination: target === 'member' ? memberDestination(fields, options) : outsideDestination(fields),
      ...(startMessage === '' ? {} : { message: { type: 'request-start', content: startMessage } }),
    };
  },
};

/** TransferDestinationAssistant: Vapi knows the assistant by its name in the squad only, not by an ID. */
function memberDestination(fields: AnswerFields, options: JsonObject): JsonObject {
  const message = readMessage(options);
  return {
    type: 'assistant',
    ...memberName(fields),
    ...(message === undefined ? {} : { message }),
  };
}
