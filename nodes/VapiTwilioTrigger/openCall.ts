import type { IDataObject, IWebhookFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../shared/fail';
import { openBypassCall } from '../shared/twilio/openBypassCall';
import { spokenTwiml, type SpokenAnswer } from '../shared/twilio/twiml';

/** What a caller gets, and what came of the call at Vapi. */
export type Outcome =
  | { answeredWith: 'assistant'; twiml: string; call: IDataObject }
  | { answeredWith: 'fallback'; twiml: string; error: NodeApiError | NodeOperationError };

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
    const call = await openBypassCall(context, body());
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

/** n8n's log is no place for phone numbers, which Vapi's messages and expressions may name. IDs stay. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w-])\+?\d(?:[\s().\-/\u00a0]{0,2}\d){6,}(?![\w-])|\+?\d{7,}/g, '[number]');
}
