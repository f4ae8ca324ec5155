import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { readVariables, variablesProperties } from '../../../shared/fields/variables';
import { pick } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { mergeDeep } from '../../../shared/form/merge';
import { asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { bypassCallBody } from '../../../shared/twilio/bypassCall';
import { openBypassCall } from '../../../shared/twilio/openBypassCall';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { extraField, metadataField, overridesFields } from './additionalFields';
import { mergeExtra, placeOf } from './callBody';
import { additionalCollection } from './callFields';
import { simplifyCall } from './simplifyCall';
import { overridesField, readWhoTalks, whoTalksProperties } from './whoTalks';

const line = formFor([
  pick(
    {
      displayName: 'Phone Number',
      path: 'phoneNumberId',
      required: true,
      description: 'The Twilio number in Vapi that was called',
    },
    'searchPhoneNumbers',
  ),
]);

const callerNumber: INodeProperties = {
  displayName: 'Caller Number',
  name: 'callerNumber',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. {{ $json.body.From }}',
  description: 'Who calls: the field From of the request that Twilio sent',
};

const additional = formFor([additionalCollection([...overridesFields, metadataField, extraField])]);

/**
 * Lets an assistant take a call that Twilio already has. Vapi places none, but gives TwiML for that one. Source: Vapi
 * docs, phone call provider bypass.
 */
export const createForInboundTwilioCall: ItemOperation = {
  option: {
    name: 'Create for Inbound Twilio Call',
    value: 'createForInboundTwilioCall',
    action: 'Create a call for an inbound Twilio call',
    description:
      'Connect a call that Twilio is asking about to an assistant or squad: answer Twilio with the TwiML of the output. The call costs money. The Vapi Twilio Trigger does all this by itself.',
  },
  properties: [
    ...whoTalksProperties,
    ...line.properties,
    callerNumber,
    ...variablesProperties,
    ...additional.properties,
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const { call, twiml } = await openBypassCall(context, readBody(context, itemIndex), itemIndex);
    if (!wantsSimple(context, itemIndex)) return [outputOf(call, false, simplifyCall)];
    return [{ ...outputOf(call, true, simplifyCall), twiml }];
  },
};

function readBody(context: IExecuteFunctions, itemIndex: number): IDataObject | undefined {
  const who = readWhoTalks(context, itemIndex);
  const { metadata, assistantOverrides, squadOverrides, ...rest } = additional.read(context, itemIndex);
  const given = overridesField(who) === 'squadOverrides' ? squadOverrides : assistantOverrides;
  const { variableValues, ...overrides } = asObject(given);
  const body = bypassCallBody(
    {
      assistantId: who.assistantId,
      phoneNumberId: asText(line.read(context, itemIndex).phoneNumberId),
      overrides: overrides as IDataObject,
      variables: { ...(asObject(variableValues) as IDataObject), ...readVariables(context, itemIndex) },
      metadata: asObject(metadata) as IDataObject,
    },
    readCaller(context, itemIndex),
    { squadId: who.squadId, assistant: who.assistant as JsonObject | undefined },
  );
  if (body === undefined) return undefined;
  const whole = mergeDeep(body, rest);
  const fields = asObject(context.getNodeParameter('additionalFields', itemIndex, {})) as IDataObject;
  mergeExtra(whole, fields, placeOf(context, itemIndex));
  return whole as IDataObject;
}

/** Hidden and foreign callers have no number in E.164 and are let through; only an empty field is a mistake. */
function readCaller(context: IExecuteFunctions, itemIndex: number): string {
  const given = textOf(context.getNodeParameter('callerNumber', itemIndex, ''));
  if (given === '') throw fail(context.getNode(), 'INPUT_MISSING', 'Caller Number', itemIndex);
  return given;
}
