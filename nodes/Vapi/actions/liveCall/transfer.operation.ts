import type { Vapi } from '@vapi-ai/server-sdk';
import type { INode } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { checkedSipUri } from '../../../shared/form/destinations';
import type { FieldPlace } from '../../../shared/form/field';
import { phoneNumberFrom } from '../../../shared/fields/phoneNumber';
import { toE164 } from '../../../shared/phone';
import * as messages from '../../../shared/protocol/controlMessages';
import { asObject, asText, isObject, type JsonObject } from '../../../shared/protocol/json';
import { liveOperation } from './liveOperation';
import { transferForm } from './transferFields';

/** `{{customer.number}}`, which Vapi fills in. */
const PLACEHOLDER = /^\{\{[^{}]+\}\}$/;

/** What Vapi takes without its E.164 check. Source: OpenAPI, TransferDestinationNumber. */
const DIALLED = /^\+?[a-zA-Z0-9]{3,40}$/;

/** Source: OpenAPI, ClientInboundMessageTransfer. */
export const transfer = liveOperation(
  {
    name: 'Transfer',
    value: 'transfer',
    action: 'Transfer a live call to a phone number or SIP address',
    description: 'Connect the caller to somebody else. The carrier may charge for the second call.',
  },
  transferForm.properties,
  (context, itemIndex) => {
    const { defaultCountry, ...message } = transferForm.read(context, itemIndex);
    const place = { node: context.getNode(), itemIndex, timezone: context.getTimezone() };
    const destination = checked(asObject(message.destination), String(defaultCountry ?? ''), place);
    return messages.transfer({ ...message, destination } as unknown as Vapi.ClientInboundMessageTransfer);
  },
);

/**
 * Numbers in the form that Vapi wants.
 *
 * @throws NodeOperationError for what is none
 */
function checked(destination: JsonObject, country: string, place: FieldPlace): JsonObject {
  const { node, itemIndex } = place;
  const result = { ...destination };
  // Required by Vapi in every plan.
  if (isObject(result.transferPlan)) result.transferPlan = { mode: 'blind-transfer', ...result.transferPlan };
  if (destination.type === 'number')
    result.number =
      destination.numberE164CheckEnabled === false
        ? dialled(node, destination.number, itemIndex)
        : phoneNumberFrom(node, destination.number, { field: 'Number to Dial', country, itemIndex });
  if (destination.type === 'sip') result.sipUri = checkedSipUri(String(destination.sipUri), place);
  const shown = asText(destination.callerId);
  if (shown !== undefined && !PLACEHOLDER.test(shown)) {
    result.callerId = toE164(shown, country);
    if (result.callerId === undefined) throw fail(node, 'CALLER_ID_INVALID', shown, itemIndex);
  }
  return result;
}

function dialled(node: INode, value: unknown, itemIndex: number): string {
  const given = String(value).trim();
  if (!DIALLED.test(given)) throw fail(node, 'PHONE_NOT_DIALLABLE', given, itemIndex);
  return given;
}
