import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { asObject, type JsonObject } from '../../shared/protocol/json';
import { redactSecrets } from '../../shared/protocol/redact';
import { toSingleLine } from '../../shared/protocol/results';
import { parseServerMessage, type ServerMessage } from '../../shared/protocol/serverMessage';
import { simplifyEvent } from '../../shared/protocol/simplifyEvent';
import { answer } from '../../shared/webhookRequest';
import { awaitedCall } from './awaitedCall';
import { withoutToken } from './withoutToken';

/**
 * What Vapi posts while the execution waits. The report of the call resumes it; anything else gets a 200 and changes
 * nothing. Never throws: n8n would run the waiting execution into that error.
 */
export async function receiveReport(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const webhookResponse = {};
  try {
    const message = parseServerMessage(context.getBodyData());
    if (message?.type !== 'end-of-call-report') return { webhookResponse };
    const callId = awaitedCall(context);
    if (callId === undefined) throw new Error('the call that is waited for is not known');
    // In a loop the URL stays the same from call to call.
    if (asObject(message.message.call).id !== callId) return { webhookResponse };
    const json = itemOf(context, message) as IDataObject;
    return { webhookResponse, workflowData: [[{ json, pairedItem: { item: 0 } }]] };
  } catch (error) {
    const { name } = context.getNode();
    context.logger.error(`"${name}" could not take the report of its call: ${toSingleLine(String(error))}`);
    // Vapi tries again: the call was placed with a backoff plan.
    return answer(context, 503, {
      error: {
        code: 'REPORT_NOT_TAKEN',
        message: 'The report could not be handed to the execution that waits for it',
        hint: "The reason is in n8n's log. Send it again later.",
      },
    });
  }
}

function itemOf(context: IWebhookFunctions, message: ServerMessage): JsonObject {
  const json = wantsSimple(context) ? simplifyEvent(message) : redactSecrets(message.message);
  // The report quotes the call with the URL that it was sent to.
  return withoutToken(json, asObject(context.getQueryData()).signature);
}

/** A broken field must not cost the report. */
function wantsSimple(context: IWebhookFunctions): boolean {
  try {
    return context.getNodeParameter('simple', true) !== false;
  } catch {
    return true;
  }
}
