import type { INodePropertyOptions } from 'n8n-workflow';
import { metadataFrom, metadataProperty } from '../../shared/fields/metadata';
import { compact, type JsonObject } from '../../shared/protocol/json';
import type { AnswerFields } from './answerFields';
import type { RequestAnswerKind } from './answerKind';
import { assistantOptions, assistantProperties, assistantTargets, whoTalks } from './assistantFields';
import { numberProperty } from './destinationFields';

const TARGETS: INodePropertyOptions[] = [
  ...assistantTargets,
  { name: 'Nobody', value: 'refuse', description: 'The caller hears a sentence, then the call ends' },
  { name: 'Phone Number', value: 'number', description: 'Twilio dials it, without an assistant' },
].sort((a, b) => a.name.localeCompare(b.name));

/** What becomes of a call at a Twilio number; the trigger makes Vapi's call or TwiML of it. */
export const incomingCall: RequestAnswerKind = {
  option: {
    name: 'Incoming Call',
    value: 'incomingCall',
    description: 'For the Vapi Twilio Trigger: an assistant or squad, a number, or a refusal',
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
    numberProperty,
    {
      displayName: 'Say Before',
      name: 'sayBefore',
      type: 'string',
      default: '',
      placeholder: 'e.g. One moment, I am connecting you.',
      description: 'Said before the number is dialled; leave it empty to dial in silence',
      displayOptions: { show: { target: ['number'] } },
    },
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
    assistantOptions([metadataProperty]),
  ],
  requests: ['incoming-call'],
  body: (fields) => {
    switch (fields.choice('target', 'Call Is Taken By', TARGETS)) {
      case 'refuse':
        return { reject: fields.requiredText('spokenText', 'Spoken Text') };
      case 'number': {
        const say = fields.text('sayBefore');
        const dial = fields.phoneNumber('destinationNumber', 'Number to Dial');
        return say === '' ? { dial } : { dial, say };
      }
      default: {
        // The trigger merges its own overrides in, and names them for a squad where it is one.
        const { squadOverrides, ...who } = whoTalks(fields);
        return { ...compact({ assistantOverrides: squadOverrides }), ...who, ...readMetadata(fields) };
      }
    }
  },
};

function readMetadata(fields: AnswerFields): { metadata?: JsonObject } {
  const metadata = metadataFrom(fields.collection('assistantOptions').metadata);
  return Object.keys(metadata).length > 0 ? { metadata } : {};
}
