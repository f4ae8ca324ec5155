import type { IDataObject, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Vapi } from '@vapi-ai/server-sdk';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { defaultCountryFrom, phoneNumberFrom } from '../../../shared/fields/phoneNumber';
import { onlyWhen } from '../../../shared/form/field';
import { choice, number, pick } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import type { JsonObject } from '../../../shared/protocol/json';

/** What is called. */
export type CallTo = 'phone' | 'sip' | 'webSocket';

const TARGETS: INodePropertyOptions[] = [
  { name: 'Phone Number', value: 'phone' },
  {
    name: 'SIP Address',
    value: 'sip',
    description: 'A telephone system or softphone, from a SIP number of Vapi or of your own trunk',
  },
];

const WEB_SOCKET: INodePropertyOptions = {
  name: 'WebSocket',
  value: 'webSocket',
  description: 'Nobody is called: the answer has a URL where a program of yours sends and gets the audio',
};

const callTo = (options: INodePropertyOptions[]): INodeProperties => ({
  displayName: 'Call To',
  name: 'callTo',
  type: 'options',
  noDataExpression: true,
  options,
  default: 'phone',
});

const line = formFor<Vapi.CreateCallDto>(
  onlyWhen({ callTo: ['phone', 'sip'] }, [
    pick(
      {
        displayName: 'Phone Number',
        path: 'phoneNumberId',
        required: true,
        description: 'The number in Vapi that the call comes from',
      },
      'searchPhoneNumbers',
    ),
  ]),
);

const customerNumber: INodeProperties = {
  displayName: 'Customer Number',
  name: 'customerNumber',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. +14155550123',
  description:
    'Whom to call, in E.164 format: plus sign, country code, number. Numbers without a country code need the additional field Default Country.',
  displayOptions: { show: { callTo: ['phone'] } },
};

const customerSipUri: INodeProperties = {
  displayName: 'Customer SIP Address',
  name: 'customerSipUri',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. sip:support@pbx.example.com',
  description: 'Whom to call',
  displayOptions: { show: { callTo: ['sip'] } },
};

const audio = formFor<Vapi.CreateCallDto>(
  onlyWhen({ callTo: ['webSocket'] }, [
    choice({
      displayName: 'Audio Format',
      path: 'transport.audioFormat.format',
      name: 'audioFormat',
      options: [
        { name: '16-Bit PCM, Little-Endian', value: 'pcm_s16le' },
        { name: 'Mu-Law', value: 'mulaw', description: 'As telephone systems use it, usually at 8000 Hz' },
      ],
      default: 'pcm_s16le',
      description: 'Of both directions, raw, one channel',
    }),
    number({
      displayName: 'Sample Rate (Hz)',
      path: 'transport.audioFormat.sampleRate',
      name: 'sampleRate',
      default: 16_000,
      min: 1,
      max: 192_000,
    }),
  ]),
);

/** Fields that say where the call goes, from which number, and to whom. */
export function routeProperties({ webSocket }: { webSocket: boolean }): INodeProperties[] {
  return [
    callTo(webSocket ? [...TARGETS, WEB_SOCKET] : TARGETS),
    ...line.properties,
    customerNumber,
    customerSipUri,
    ...(webSocket ? audio.properties : []),
  ];
}

/** What is called; a workflow from before there was a choice calls phone numbers. */
export function readCallTo(context: IExecuteFunctions, itemIndex: number): CallTo {
  return context.getNodeParameter('callTo', itemIndex, 'phone') as CallTo;
}

/**
 * `phoneNumberId` and the `number` or `sipUri` of the customer, or the transport of a WebSocket call.
 *
 * @param fields the additional fields, for the default country
 * @param anyNumber whether numbers go to Vapi as they are
 * @throws NodeOperationError for what cannot be called
 */
export function readRoute(
  context: IExecuteFunctions,
  itemIndex: number,
  fields: IDataObject,
  anyNumber: boolean,
): JsonObject {
  const target = readCallTo(context, itemIndex);
  if (target === 'webSocket') {
    const route = audio.read(context, itemIndex) as { transport?: { audioFormat?: JsonObject } };
    const audioFormat = { ...route.transport?.audioFormat, container: 'raw' };
    return { transport: { provider: 'vapi.websocket', audioFormat } };
  }
  const customer =
    target === 'sip'
      ? { sipUri: readSipUri(context, itemIndex) }
      : { number: readNumber(context, itemIndex, fields, anyNumber) };
  return { ...line.read(context, itemIndex), customer };
}

function readNumber(
  context: IExecuteFunctions,
  itemIndex: number,
  fields: IDataObject,
  anyNumber: boolean,
): string {
  const node = context.getNode();
  // A number without quotes in a sheet arrives as a number.
  const given = textOf(context.getNodeParameter('customerNumber', itemIndex, ''));
  if (anyNumber && given !== '') return given;
  const country = defaultCountryFrom(node, fields.defaultCountry, itemIndex);
  return phoneNumberFrom(node, given, { field: 'Customer Number', country, itemIndex });
}

function readSipUri(context: IExecuteFunctions, itemIndex: number): string {
  const given = textOf(context.getNodeParameter('customerSipUri', itemIndex, ''));
  if (given === '') throw fail(context.getNode(), 'INPUT_MISSING', 'Customer SIP Address', itemIndex);
  if (/^sips?:[^\s@]+(@[^\s@]+)?$/i.test(given)) return given;
  throw fail(context.getNode(), 'SIP_URI_INVALID', given, itemIndex);
}
