import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { metadataFrom, metadataProperty } from '../../../shared/fields/metadata';
import {
  defaultCountryFrom,
  defaultCountryProperty,
  phoneNumberFrom,
} from '../../../shared/fields/phoneNumber';
import { readVariables, variablesProperties } from '../../../shared/fields/variables';
import { group } from '../../../shared/form/collections';
import { choice, flag, json, number, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject, setAt } from '../../../shared/form/merge';
import { isBlank, type Field } from '../../../shared/form/field';
import { asObject, type JsonObject } from '../../../shared/protocol/json';
import { readWhoTalks, whoTalksProperties } from './whoTalks';

const to: INodeProperties = {
  displayName: 'To',
  name: 'to',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. +14155550123',
  description:
    'Whom to call, in E.164 format: plus sign, country code, number. Numbers without a country code need the additional field Default Country.',
};

/** Left out if there is none. */
const metadata: Field = {
  path: 'metadata',
  property: {
    ...metadataProperty,
    description: 'Sent along with every event of the call, not shown to the assistant',
  },
  read: (value) => {
    const read = metadataFrom(value);
    return isEmptyObject(read) ? undefined : read;
  },
};

const extraJson = json({
  displayName: 'JSON for Anything Newer',
  path: '',
  name: 'extraJson',
  description: 'Fields of the request that this node lacks, merged over all others at the end',
});

const additional = group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
  choice({
    displayName: 'Carrier',
    path: 'carrier',
    default: '',
    options: [
      { name: 'Default of the Bridge', value: '' },
      { name: 'Plivo', value: 'plivo' },
      { name: 'SignalWire', value: 'signalwire' },
      { name: 'Telnyx', value: 'telnyx' },
      { name: 'Twilio', value: 'twilio' },
      { name: 'Vonage', value: 'vonage' },
    ],
    description: 'Who dials, of the carriers that the bridge has been given an account of',
  }),
  // Says how the number is read.
  { path: '', property: defaultCountryProperty, read: () => undefined },
  flag({
    displayName: 'Detect Answering Machine',
    path: 'machineDetection',
    default: false,
    description: 'Whether the carrier should find out who has answered. The result comes as an event.',
  }),
  text({
    displayName: 'From',
    path: 'from',
    placeholder: 'e.g. +14155550100',
    description: 'A number of your own at the carrier; BRIDGE_FROM_NUMBER of the bridge if left out',
  }),
  metadata,
  number({
    displayName: 'Ringing Time (Seconds)',
    path: 'timeoutSeconds',
    name: 'timeoutSeconds',
    default: 30,
    min: 5,
    max: 600,
    description: 'How long it rings before the call is given up',
  }),
  flag({
    displayName: 'Record',
    path: 'record',
    default: false,
    description: 'Whether the bridge should record the call',
  }),
  // Merged over everything else, so it is read apart.
  { ...extraJson, read: () => undefined },
]);

const form = formFor([additional]);

/** The fields of Start Call. */
export const startProperties: INodeProperties[] = [
  to,
  ...whoTalksProperties,
  ...variablesProperties,
  additional.property,
];

/**
 * Builds the body of `POST /v1/sessions`.
 *
 * @throws NodeOperationError with the offending value, before anything is sent
 */
export function readStartBody(context: IExecuteFunctions, itemIndex: number): JsonObject {
  const node = context.getNode();
  const fields = asObject(context.getNodeParameter('additionalFields', itemIndex, {}));
  const country = defaultCountryFrom(node, fields.defaultCountry, itemIndex);
  const { from, ...rest } = form.read(context, itemIndex);
  const body: JsonObject = {
    to: phoneNumberFrom(node, context.getNodeParameter('to', itemIndex, ''), {
      field: 'To',
      country,
      itemIndex,
    }),
    ...readWhoTalks(context, itemIndex),
  };
  if (from !== undefined) body.from = phoneNumberFrom(node, from, { field: 'From', country, itemIndex });
  const variableValues = readVariables(context, itemIndex);
  if (!isEmptyObject(variableValues)) body.variableValues = variableValues;
  setAt(body, '', rest);
  const place = { node, itemIndex, timezone: context.getTimezone() };
  if (!isBlank(fields.extraJson)) setAt(body, '', extraJson.read(fields.extraJson, place));
  return body;
}
