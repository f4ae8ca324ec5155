import { fail } from '../fail';
import { written } from '../fields/textOf';
import { toE164 } from '../phone';
import { asObject, asText, type JsonObject } from '../protocol/json';
import { group } from './collections';
import { isBlank, type Field, type FieldPlace } from './field';
import { choice, flag, json, number, text } from './fields';
import type { Variant } from './variants';

/** Modes of TransferPlan that deliver the message. Source: its description in the OpenAPI. */
const WITH_MESSAGE = [
  'blind-transfer-add-summary-to-sip-header',
  'warm-transfer-experimental',
  'warm-transfer-say-message',
  'warm-transfer-wait-for-operator-to-speak-first-and-then-say-message',
];

const description = text({
  displayName: 'When',
  name: 'description',
  path: 'description',
  rows: 2,
  placeholder: 'e.g. The caller has a question about a bill',
  description: 'Tells the assistant when to choose this destination',
});

const mode = choice({
  displayName: 'Transfer Mode',
  name: 'transferMode',
  path: 'transferPlan.mode',
  default: '',
  options: [
    { name: 'Blind', value: 'blind-transfer', description: 'The call is passed on without a word' },
    {
      name: 'Blind, Summary in SIP Header',
      value: 'blind-transfer-add-summary-to-sip-header',
      description: 'The header X-Transfer-Summary tells the other side what it is about',
    },
    { name: 'Default of Vapi', value: '', description: 'A blind transfer' },
    { name: 'Warm, Experimental', value: 'warm-transfer-experimental' },
    { name: 'Warm, Say Message', value: 'warm-transfer-say-message' },
    { name: 'Warm, Say Summary', value: 'warm-transfer-say-summary' },
    { name: 'Warm, TwiML', value: 'warm-transfer-twiml' },
    {
      name: 'Warm, Wait for Operator, Then Message',
      value: 'warm-transfer-wait-for-operator-to-speak-first-and-then-say-message',
    },
    {
      name: 'Warm, Wait for Operator, Then Summary',
      value: 'warm-transfer-wait-for-operator-to-speak-first-and-then-say-summary',
    },
  ],
  description: 'Warm: the assistant dials the destination and speaks to it before the caller is connected',
});

const messageToOperator = text({
  displayName: 'Message to the Destination',
  name: 'transferMessage',
  path: 'transferPlan.message',
  rows: 2,
  placeholder: 'e.g. A patient with a question about a bill.',
});

const twiml = text({
  displayName: 'TwiML',
  name: 'transferTwiml',
  path: 'transferPlan.twiml',
  rows: 3,
  maxLength: 4096,
  placeholder: 'e.g. <Say>A patient with a question.</Say>',
});

const shownFor = <F extends Field>(modes: string[], field: F): F => ({
  ...field,
  property: { ...field.property, displayOptions: { show: { transferMode: modes } } },
});

/** What is said to the caller first. Present and empty is silence, which Vapi tells from nothing set. */
export const spokenBefore: Field<'message'> = {
  ...text({
    displayName: 'Message to the Caller',
    path: 'message',
    placeholder: 'e.g. Connecting you to billing.',
    description: 'Said before the caller is connected; leave it empty to connect in silence',
  }),
  read: (value) => (value === undefined || value === null ? undefined : written(value)),
};

const callerIdText = text({
  displayName: 'Caller ID',
  path: 'callerId',
  maxLength: 40,
  placeholder: 'e.g. +14155550100',
  description:
    'What the called party sees: a number that your carrier allows, {{customer.number}} or {{phoneNumber.number}}',
});

/** A number, or a placeholder that Vapi fills in. */
const callerId: Field<'callerId'> = {
  ...callerIdText,
  read: (value, place) => {
    const given = asText(callerIdText.read(value, place))?.trim();
    if (given === undefined || /^\{\{[^{}]+\}\}$/.test(given)) return given;
    const number = toE164(given);
    if (number === undefined) throw fail(place.node, 'CALLER_ID_INVALID', given, place.itemIndex);
    return number;
  },
};

const common = [
  callerId,
  spokenBefore,
  number({
    displayName: 'Ringing Time (Seconds)',
    name: 'dialTimeout',
    path: 'transferPlan.dialTimeout',
    default: 60,
    min: 1,
    max: 600,
    description: 'How long the destination rings, where the SIP verb is dial',
  }),
  json({
    displayName: 'Other Fields (JSON)',
    name: 'otherFields',
    path: '',
    placeholder: 'e.g. { "transferPlan": { "sipVerb": "dial" } }',
    description: 'Anything else of this destination in the Vapi API, merged last',
  }),
];

const options = (own: readonly Field[]): Field<''> =>
  group({ displayName: 'Options', name: 'options', path: '', placeholder: 'Add Option' }, [
    ...own,
    ...common,
  ]);

const plan = [
  mode,
  shownFor(WITH_MESSAGE, messageToOperator),
  shownFor(['warm-transfer-twiml'], twiml),
] as const;

/** Vapi requires the mode of a plan. Source: OpenAPI TransferPlan. */
function withMode(destination: JsonObject): JsonObject {
  const { transferPlan } = destination;
  if (transferPlan === undefined || asText(asObject(transferPlan).mode) !== undefined) return destination;
  return { ...destination, transferPlan: { mode: 'blind-transfer', ...asObject(transferPlan) } };
}

/** Whatever the check of the number is switched off for stays as it is: extensions of a PBX. */
function withNumber(destination: JsonObject, { node, itemIndex }: FieldPlace): JsonObject {
  const number = String(destination.number);
  if (destination.numberE164CheckEnabled === false) return destination;
  const e164 = toE164(number);
  if (e164 === undefined) throw fail(node, 'PHONE_NOT_E164', number, itemIndex);
  return { ...destination, number: e164 };
}

const sipText = text({
  displayName: 'SIP Address',
  path: 'sipUri',
  required: true,
  placeholder: 'e.g. sip:support@pbx.example.com',
});

/** @throws NodeOperationError for what is no SIP address */
export function checkedSipUri(given: string, { node, itemIndex }: FieldPlace): string {
  const uri = /^sips?:/i.test(given.trim()) ? given.trim() : `sip:${given.trim()}`;
  if (!/^sips?:[^\s@]+(@[^\s@]+)?$/i.test(uri)) throw fail(node, 'SIP_URI_INVALID', given, itemIndex);
  return uri;
}

/**
 * Where a call can go outside Vapi. Source: OpenAPI TransferDestinationNumber and TransferDestinationSip.
 */
export const outsideDestinations: readonly Variant[] = [
  {
    value: 'number',
    name: 'Phone Number',
    fields: [
      text({
        displayName: 'Number',
        path: 'number',
        required: true,
        maxLength: 40,
        placeholder: 'e.g. +14155550123',
        description: 'In E.164 format: plus sign, country code, number',
      }),
      description,
      ...plan,
      options([
        flag({
          displayName: 'Check Number',
          name: 'numberE164CheckEnabled',
          path: 'numberE164CheckEnabled',
          default: false,
          description:
            'Whether the number has to be in E.164 format; switched off, it may be an extension of a SIP trunk',
        }),
        text({
          displayName: 'Extension',
          path: 'extension',
          maxLength: 10,
          placeholder: 'e.g. 101',
          description: 'Dialled after the number has answered',
        }),
      ]),
    ],
    finish: (destination, place) => withMode(withNumber(destination, place)),
  },
  {
    value: 'sip',
    name: 'SIP Address',
    fields: [
      {
        ...sipText,
        read: (value, place) => {
          const given = sipText.read(value, place);
          return isBlank(given) ? undefined : checkedSipUri(String(given), place);
        },
      },
      description,
      ...plan,
      options([
        json({
          displayName: 'SIP Headers (JSON)',
          path: 'sipHeaders',
          placeholder: 'e.g. { "X-Account": "gold" }',
        }),
      ]),
    ],
    finish: withMode,
  },
];
