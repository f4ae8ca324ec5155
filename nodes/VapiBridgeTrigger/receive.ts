import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { takeEvent } from '../shared/eventTrigger/takeEvent';
import {
  bridgeEventChoice,
  isFrequentBridgeEvent,
  parseBridgeEvent,
  simplifyBridgeEvent,
} from '../shared/protocol/bridgeEvents';
import { toSingleLine } from '../shared/protocol/results';
import { answer } from '../shared/webhookRequest';
import { authenticateEvent } from './proof';

/** One event of the bridge: proof, envelope, choice, repetition; then it goes to its output. Never throws. */
export async function receiveBridgeEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const verdict = await authenticateEvent(context);
  if (!verdict.ok && verdict.unchecked !== true) return refuseProof(context, verdict.reason);

  const event = parseBridgeEvent(context.getBodyData());
  if (event === undefined) return refuseBody(context);
  return takeEvent(context, verdict, {
    trigger: 'Vapi Bridge Trigger',
    key: () => event.id,
    isFrequent: isFrequentBridgeEvent(event.type),
    choiceIn: (chosen) => bridgeEventChoice(chosen, event),
    item: (simple) => (simple ? simplifyBridgeEvent(event) : event.envelope) as IDataObject,
    response: () => ({}),
    hintWhenNotTaken: 'The bridge sends the event again.',
  });
}

/** The reason goes to n8n's log, not to whoever is asking. */
function refuseProof(context: IWebhookFunctions, reason: string): IWebhookResponseData {
  context.logger.warn(`Request to "${context.getNode().name}" refused: ${toSingleLine(reason)}`);
  return answer(context, 401, {
    error: {
      code: 'WEBHOOK_UNAUTHORIZED',
      message: 'The request carries no valid proof that it comes from the bridge',
      hint: 'Start the bridge with BRIDGE_EVENTS_SECRET set to the events secret of the Vapi Bridge credential in n8n, and check the clocks of both machines.',
    },
  });
}

function refuseBody(context: IWebhookFunctions): IWebhookResponseData {
  return answer(context, 400, {
    error: {
      code: 'EVENT_MISSING',
      message: 'The body is no event of the bridge: {"id": …, "type": …} is missing',
      hint: 'Use this URL as BRIDGE_EVENTS_URL of the bridge, and nowhere else.',
    },
  });
}
