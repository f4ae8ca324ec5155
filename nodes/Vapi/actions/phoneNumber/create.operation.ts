import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { answeredByFields } from '../../../shared/form/answeredBy';
import { group } from '../../../shared/form/collections';
import { onlyWhen, type FieldPlace } from '../../../shared/form/field';
import { choice, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import type { JsonObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { refuseRedacted } from '../common/refuseRedacted';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { commonFields, otherFields } from './commonFields';
import {
  areaCode,
  checked,
  credential,
  e164,
  e164Check,
  sipAuthentication,
  sipUri,
  smsEnabled,
  trunkNumber,
  twilioAccountSid,
  twilioApiKey,
  twilioAuthToken,
  type AnyPhoneNumber,
  type PhoneField,
} from './numberFields';
import { simplifyPhoneNumber } from './simplifyPhoneNumber';

const numberType: INodeProperties = {
  displayName: 'Number Type',
  name: 'numberType',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'SIP Trunk',
      value: 'byo-phone-number',
      description: 'A number of your own carrier, through a SIP trunk credential in Vapi',
    },
    { name: 'Telnyx', value: 'telnyx', description: 'A number that you have at Telnyx' },
    { name: 'Twilio', value: 'twilio', description: 'A number that you have at Twilio' },
    {
      name: 'Vapi: Free US Number',
      value: 'vapi',
      description: 'A number of the USA from Vapi, with a daily limit of outgoing calls',
    },
    { name: 'Vapi: SIP Address', value: 'vapiSip', description: 'An address that SIP phones and PBXs call' },
    { name: 'Vonage', value: 'vonage', description: 'A number that you have at Vonage' },
  ],
  default: 'vapi',
};

const imported: PhoneField = checked(
  text({
    displayName: 'Number',
    path: 'number',
    required: true,
    placeholder: 'e.g. +14155550123',
    description: 'In E.164 format: plus sign, country code, number',
  }),
  e164,
);

/** Looked at once it is known whether Vapi will check it, too. */
const ofTrunk: PhoneField = text({
  displayName: 'Number',
  name: 'trunkNumber',
  path: 'number',
  required: true,
  placeholder: 'e.g. +14155550123',
  description: 'Exactly as the carrier sends it, such as +14155550123, 14155550123 or an extension',
});

const twilioLogin: PhoneField[] = [
  {
    ...choice({
      displayName: 'Twilio Login',
      name: 'twilioLogin',
      path: '',
      default: 'authToken',
      options: [
        { name: 'API Key', value: 'apiKey' },
        { name: 'Auth Token', value: 'authToken' },
      ],
    }),
    read: () => undefined,
  },
  ...onlyWhen({ twilioLogin: ['authToken'] }, [twilioAuthToken(true)]),
  ...onlyWhen({ twilioLogin: ['apiKey'] }, twilioApiKey(true)),
];

const form = formFor<AnyPhoneNumber>([
  ...onlyWhen({ numberType: ['vapi'] }, [areaCode]),
  ...onlyWhen({ numberType: ['vapiSip'] }, [sipUri(true)]),
  ...onlyWhen({ numberType: ['telnyx', 'twilio', 'vonage'] }, [imported]),
  ...onlyWhen({ numberType: ['byo-phone-number'] }, [ofTrunk, e164Check]),
  ...onlyWhen({ numberType: ['twilio'] }, [twilioAccountSid(true), ...twilioLogin]),
  ...onlyWhen({ numberType: ['byo-phone-number', 'telnyx', 'vonage'] }, [credential(true)]),
  ...answeredByFields([{ name: 'Nobody Yet', value: 'nobody' }], 'assistant'),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    ...commonFields,
    ...onlyWhen({ '/numberType': ['vapiSip'] }, [sipAuthentication]),
    ...onlyWhen({ '/numberType': ['twilio'] }, [smsEnabled]),
    otherFields,
  ]),
]);

/** Source: Vapi API reference, POST /phone-number. */
export const create: ItemOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a phone number',
    description:
      'Get a free US number or a SIP address from Vapi, or import a number of Twilio, Vonage, Telnyx or a SIP trunk',
  },
  properties: [numberType, ...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const type = context.getNodeParameter('numberType', itemIndex) as string;
    const place = { node: context.getNode(), itemIndex, timezone: context.getTimezone() };
    const fields = withTrunkNumber(type, form.read(context, itemIndex), place);
    const body = { provider: type === 'vapiSip' ? 'vapi' : type, ...fields } as IDataObject;
    refuseRedacted(place.node, body, itemIndex);
    const path = '/phone-number';
    const phoneNumber = await vapiRequest.call(context, { method: 'POST', path, body, itemIndex });
    return [outputOf(phoneNumber, wantsSimple(context, itemIndex), simplifyPhoneNumber)];
  },
};

function withTrunkNumber(type: string, fields: JsonObject, place: FieldPlace): JsonObject {
  if (type !== 'byo-phone-number') return fields;
  const check = fields.numberE164CheckEnabled === true ? e164 : trunkNumber;
  return { ...fields, number: check(fields.number, place) };
}
