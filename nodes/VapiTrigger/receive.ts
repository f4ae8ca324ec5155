import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { takeEvent } from '../shared/eventTrigger/takeEvent';
import { choiceFor, eventGroup } from '../shared/protocol/events';
import { redactSecrets } from '../shared/protocol/redact';
import { parseServerMessage } from '../shared/protocol/serverMessage';
import { simplifyEvent } from '../shared/protocol/simplifyEvent';
import { authenticate, refuse, refuseBody } from '../shared/webhookRequest';
import { eventKey } from './eventKey';
import { bodyFor } from './misdirected';

/** One event of Vapi: proof, envelope, choice, repetition; then it goes to its output. Never throws. */
export async function receiveEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const verdict = await authenticate(context);
  if (!verdict.ok && verdict.unchecked !== true) return refuse(context, verdict.reason);

  const parsed = parseServerMessage(context.getBodyData());
  if (parsed === undefined) return refuseBody(context);
  return takeEvent(context, verdict, {
    trigger: 'Vapi Trigger',
    key: () => eventKey(parsed, context.getRequestObject().rawBody),
    isFrequent: eventGroup(parsed.type) === 'conversation',
    choiceIn: (chosen) => choiceFor(chosen, parsed),
    item: (simple, key) => ({
      ...((simple ? simplifyEvent(parsed) : redactSecrets(parsed.message)) as IDataObject),
      eventKey: key,
    }),
    response: () => bodyFor(context, parsed) as IDataObject,
    // Which by default it has not.
    hintWhenNotTaken: 'Give the server in Vapi a backoff plan, so that it tries again.',
  });
}
