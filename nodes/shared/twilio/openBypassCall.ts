import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { fail } from '../fail';
import { asObject, asText } from '../protocol/json';
import { vapiRequest } from '../transport';

/**
 * Twilio waits for 15 seconds, and the workflow may have used 6 of them. A create call is never repeated once Vapi
 * may have got it; there is no idempotency key.
 */
const PATIENCE = { totalMs: 8_000, delaysMs: [250, 1_000, 2_000] };

/**
 * Creates the call of `bypassCallBody` at Vapi and takes its TwiML, as it is.
 *
 * @param body undefined where nobody is there to talk
 * @throws NodeApiError or NodeOperationError also where Vapi created a call of which the caller would hear nothing
 */
export async function openBypassCall(
  context: IExecuteFunctions | IWebhookFunctions,
  body: IDataObject | undefined,
  itemIndex?: number,
): Promise<{ twiml: string; call: IDataObject }> {
  const node = context.getNode();
  if (body === undefined) throw fail(node, 'INCOMING_CALL_WITHOUT_ASSISTANT', `"${node.name}"`, itemIndex);
  const answer = await vapiRequest.call(context, {
    ...{ method: 'POST', path: '/call', body, patience: PATIENCE, itemIndex },
  });
  const call = asObject(answer);
  const id = asText(call.id) ?? 'without an ID';
  // Created, but it would not begin before another call ends: the caller would hear nothing.
  if (asObject(call.subscriptionLimits).concurrencyBlocked === true) {
    throw fail(node, 'INCOMING_CALL_BLOCKED', id, itemIndex);
  }
  const { twiml } = asObject(call.phoneCallProviderDetails);
  if (typeof twiml !== 'string' || !twiml.includes('<Response')) {
    throw fail(node, 'INCOMING_CALL_WITHOUT_TWIML', id, itemIndex);
  }
  return { twiml, call: call as IDataObject };
}
