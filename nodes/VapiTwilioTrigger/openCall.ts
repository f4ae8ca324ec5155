import type { IDataObject, IWebhookFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { fail, toNodeError } from '../shared/fail';
import { asObject, asText } from '../shared/protocol/json';
import { vapiRequest } from '../shared/transport';
import { spokenTwiml, type SpokenAnswer } from '../shared/twilio/twiml';

/** What a caller gets, and what came of the call at Vapi. */
export type Outcome =
  | { answeredWith: 'assistant'; twiml: string; call: IDataObject }
  | { answeredWith: 'fallback'; twiml: string; error: NodeApiError | NodeOperationError };

/**
 * Twilio waits for 15 seconds, and the workflow may have used 6 of them. A create call is never repeated once Vapi
 * may have got it; there is no idempotency key.
 */
const PATIENCE = { totalMs: 8_000, delaysMs: [250, 1_000, 2_000] };

/**
 * Creates the call at Vapi and takes its TwiML, as it is. Never rejects: whatever fails becomes the fallback.
 *
 * @param body gives the body of `POST /call`; may throw
 */
export async function openCall(
  context: IWebhookFunctions,
  body: () => IDataObject | undefined,
  fallback: SpokenAnswer,
): Promise<Outcome> {
  try {
    const call = await createCall(context, body());
    return { answeredWith: 'assistant', ...call };
  } catch (error) {
    return failedCall(context, error, fallback);
  }
}

/** The fallback, with the reason in n8n's log. */
export function failedCall(context: IWebhookFunctions, thrown: unknown, fallback: SpokenAnswer): Outcome {
  const error = toNodeError(context.getNode(), thrown);
  const { name } = context.getNode();
  context.logger.error(`"${name}" answered a call with its fallback: ${withoutNumbers(error.message)}`);
  return { answeredWith: 'fallback', twiml: spokenTwiml(fallback), error };
}

async function createCall(
  context: IWebhookFunctions,
  body: IDataObject | undefined,
): Promise<{ twiml: string; call: IDataObject }> {
  const node = context.getNode();
  if (body === undefined) throw fail(node, 'INCOMING_CALL_WITHOUT_ASSISTANT', `"${node.name}"`);
  const answer = await vapiRequest.call(context, {
    ...{ method: 'POST', path: '/call', body, patience: PATIENCE },
  });
  const call = asObject(answer);
  const id = asText(call.id) ?? 'without an ID';
  // Created, but it would not begin before another call ends: the caller would hear nothing.
  if (asObject(call.subscriptionLimits).concurrencyBlocked === true) {
    throw fail(node, 'INCOMING_CALL_BLOCKED', id);
  }
  const { twiml } = asObject(call.phoneCallProviderDetails);
  if (typeof twiml !== 'string' || !twiml.includes('<Response')) {
    throw fail(node, 'INCOMING_CALL_WITHOUT_TWIML', id);
  }
  return { twiml, call: call as IDataObject };
}

/** n8n's log is no place for phone numbers, which Vapi's messages and expressions may name. IDs stay. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w-])\+?\d(?:[\s().\-/\u00a0]{0,2}\d){6,}(?![\w-])|\+?\d{7,}/g, '[number]');
}
