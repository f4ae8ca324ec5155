import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { toE164 } from '../../../shared/phone';
import { isObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { metadataFrom, metadataProperty } from '../../../shared/fields/metadata';
import { readOverrides } from '../../../shared/fields/overrides';
import { pickedId, picker } from '../../../shared/fields/picker';
import { readVariables, variablesProperty } from '../../../shared/fields/variables';
import { simplifyProperty } from '../fields';
import type { Operation } from '../operation';
import { callOutput } from './simplifyCall';

interface AdditionalFields {
  customerName?: string;
  name?: string;
  metadata?: IDataObject;
  assistantOverrides?: unknown;
}

const MAX_NAME_LENGTH = 40;

/** Places an outbound phone call. Source: Vapi API reference, POST /call. */
export const create: Operation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create an outbound phone call',
    description: 'Let an assistant call a phone number. This places a real call that costs money.',
  },
  properties: [
    picker(
      {
        displayName: 'Assistant',
        name: 'assistantId',
        required: true,
        description: 'Who talks',
      },
      'searchAssistants',
    ),
    picker(
      {
        displayName: 'Phone Number',
        name: 'phoneNumberId',
        required: true,
        description: 'The number in Vapi that the call comes from',
      },
      'searchPhoneNumbers',
    ),
    {
      displayName: 'Customer Number',
      name: 'customerNumber',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. +14155550123',
      description: 'Whom to call, in E.164 format: plus sign, country code, number',
    },
    variablesProperty,
    simplifyProperty,
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: [
        {
          displayName: 'Assistant Overrides (JSON)',
          name: 'assistantOverrides',
          type: 'json',
          default: '{}',
          description:
            'Any other fields of assistantOverrides. Vapi replaces whole objects such as model: send them complete. Variables from the list above are merged in.',
        },
        {
          displayName: 'Call Name',
          name: 'name',
          type: 'string',
          default: '',
          description: 'Up to 40 characters, for your own reference',
        },
        {
          displayName: 'Customer Name',
          name: 'customerName',
          type: 'string',
          default: '',
          description: 'Available in prompts as {{ customer.name }}; up to 40 characters',
        },
        metadataProperty,
      ],
    },
  ],
  execute: async (context, itemIndex) => {
    const call = await vapiRequest.call(context, {
      method: 'POST',
      path: '/call',
      body: createCallBody(context, itemIndex),
      itemIndex,
    });
    return [callOutput(call, context.getNodeParameter('simple', itemIndex, true) as boolean)];
  },
};

/** Builds the body of POST /call from the fields. Throws with the offending value before anything is sent. */
function createCallBody(context: IExecuteFunctions, itemIndex: number): IDataObject {
  const fields = context.getNodeParameter('additionalFields', itemIndex, {}) as AdditionalFields;
  const overrides = readOverrides(context.getNode(), fields.assistantOverrides, itemIndex);
  const variableValues = {
    ...(isObject(overrides.variableValues) ? overrides.variableValues : {}),
    ...readVariables(context, itemIndex),
  };
  const metadata = metadataFrom(fields.metadata);
  const body: IDataObject = {
    assistantId: pickedId(context, 'assistantId', itemIndex, 'Assistant'),
    phoneNumberId: pickedId(context, 'phoneNumberId', itemIndex, 'Phone Number'),
    customer: {
      number: readNumber(context, itemIndex),
      ...(fields.customerName ? { name: checkName(context, fields.customerName, itemIndex) } : {}),
    },
  };
  if (fields.name) body.name = checkName(context, fields.name, itemIndex);
  if (Object.keys(variableValues).length > 0) overrides.variableValues = variableValues;
  if (Object.keys(overrides).length > 0) body.assistantOverrides = overrides;
  // Accepted by Vapi though absent from its OpenAPI (first-party samples send it).
  if (Object.keys(metadata).length > 0) body.metadata = metadata;
  return body;
}

function readNumber(context: IExecuteFunctions, itemIndex: number): string {
  // A number without quotes in a sheet arrives as a number.
  const given = String(context.getNodeParameter('customerNumber', itemIndex, '')).trim();
  if (given === '') throw fail(context.getNode(), 'INPUT_MISSING', 'Customer Number', itemIndex);
  const number = toE164(given);
  if (number === undefined) throw fail(context.getNode(), 'PHONE_NOT_E164', given, itemIndex);
  return number;
}

function checkName(context: IExecuteFunctions, name: string, itemIndex: number): string {
  if (name.length > MAX_NAME_LENGTH) throw fail(context.getNode(), 'INPUT_NAME_TOO_LONG', name, itemIndex);
  return name;
}
