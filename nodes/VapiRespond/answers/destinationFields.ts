import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { toE164 } from '../../shared/phone';
import { compact, type JsonObject } from '../../shared/protocol/json';
import { toText, type AnswerFields } from './answerFields';

/** Choices of the field `target` that leave Vapi. */
export const destinationTargets: INodePropertyOptions[] = [
  { name: 'Phone Number', value: 'number' },
  { name: 'SIP Address', value: 'sip' },
];

/** Lengths of TransferDestinationNumber in Vapi's OpenAPI. */
const MAX_EXTENSION_LENGTH = 10;
const MAX_CALLER_ID_LENGTH = 40;

export const numberProperty: INodeProperties = {
  displayName: 'Number to Dial',
  name: 'destinationNumber',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. +14155550123',
  description: 'In E.164 format: plus sign, country code, number',
  displayOptions: { show: { target: ['number'] } },
};

/** Where a call goes when it leaves Vapi. */
export const destinationProperties: INodeProperties[] = [
  numberProperty,
  {
    displayName: 'SIP Address',
    name: 'sipUri',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. sip:support@pbx.example.com',
    displayOptions: { show: { target: ['sip'] } },
  },
];

/** Said before the caller is connected. */
export const messageOption: INodeProperties = {
  displayName: 'Message',
  name: 'message',
  type: 'string',
  default: '',
  placeholder: 'e.g. Connecting you to support.',
  description: 'Said before the caller is connected; leave it empty to connect in silence',
};

/** Entries of the options collection for numbers and SIP addresses. */
const destinationOptionEntries: INodeProperties[] = [
  {
    displayName: 'Caller ID',
    name: 'callerId',
    type: 'string',
    default: '',
    placeholder: 'e.g. +14155550100',
    description:
      'What the called party sees: a number that your carrier allows, {{customer.number}} or {{phoneNumber.number}}',
  },
  {
    displayName: 'Extension',
    name: 'extension',
    type: 'string',
    default: '',
    placeholder: 'e.g. 101',
    description: 'Dialled after a phone number has answered',
    displayOptions: { show: { '/target': ['number'] } },
  },
  messageOption,
  {
    displayName: 'SIP Headers (JSON)',
    name: 'sipHeaders',
    type: 'json',
    default: '{}',
    placeholder: 'e.g. { "X-Account": "gold" }',
    displayOptions: { show: { '/target': ['sip'] } },
  },
  {
    displayName: 'Transfer Plan (JSON)',
    name: 'transferPlan',
    type: 'json',
    default: '{}',
    placeholder: 'e.g. { "mode": "warm-transfer-say-message", "message": "A patient about a bill." }',
    description: 'How the call is handed over, as in the Vapi API; without it, it is a blind transfer',
  },
];

/** A collection of options for destinations. */
export function destinationOptions(options: INodeProperties[] = []): INodeProperties {
  return {
    displayName: 'Options',
    name: 'destinationOptions',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: [...destinationOptionEntries, ...options].sort((a, b) =>
      a.displayName.localeCompare(b.displayName),
    ),
    displayOptions: { show: { target: destinationTargets.map(({ value }) => String(value)) } },
  };
}

/** A number or SIP address in the shape of Vapi's TransferDestinationNumber or TransferDestinationSip. */
export function outsideDestination(fields: AnswerFields): JsonObject {
  const options = fields.collection('destinationOptions');
  const plan = fields.jsonObject(options.transferPlan, 'Transfer Plan (JSON)');
  const common = {
    callerId: readCallerId(fields, options.callerId),
    message: readMessage(options),
    transferPlan: orNothing(plan),
  };
  if (fields.text('target') === 'sip') {
    const sipHeaders = fields.jsonObject(options.sipHeaders, 'SIP Headers (JSON)');
    return compact({ type: 'sip', sipUri: readSipUri(fields), sipHeaders: orNothing(sipHeaders), ...common });
  }
  const extension = fields.limited(options.extension, 'Extension', MAX_EXTENSION_LENGTH);
  return compact({
    type: 'number',
    number: fields.phoneNumber('destinationNumber', 'Number to Dial'),
    extension: extension === '' ? undefined : extension,
    ...common,
  });
}

/** An empty message means silence, none means what Vapi says by itself. */
export function readMessage(options: JsonObject): string | undefined {
  return options.message === undefined ? undefined : toText(options.message);
}

function readSipUri(fields: AnswerFields): string {
  const uri = fields.requiredText('sipUri', 'SIP Address');
  if (!/^sips?:[^\s@]+(@[^\s@]+)?$/i.test(uri)) throw fields.fail('SIP_URI_INVALID', uri);
  return uri;
}

function readCallerId(fields: AnswerFields, value: unknown): string | undefined {
  const text = fields.limited(value, 'Caller ID', MAX_CALLER_ID_LENGTH);
  if (text === '' || /^\{\{[^{}]+\}\}$/.test(text)) return text === '' ? undefined : text;
  const number = toE164(text);
  if (number === undefined) throw fields.fail('CALLER_ID_INVALID', text);
  return number;
}

function orNothing(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length > 0 ? object : undefined;
}
