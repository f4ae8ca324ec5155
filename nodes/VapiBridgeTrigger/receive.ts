import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { deliveryState, rememberDelivery } from '../shared/deliveries/repeats';
import {
  ANY_BRIDGE_EVENT,
  bridgeEventChoice,
  isFrequentBridgeEvent,
  parseBridgeEvent,
  simplifyBridgeEvent,
  type BridgeEvent,
} from '../shared/protocol/bridgeEvents';
import { toSingleLine } from '../shared/protocol/results';
import { answer, mustBeChecked } from '../shared/webhookRequest';
import { bridgeEventOutputs } from './outputs';
import { authenticateEvent } from './proof';

interface Options {
  ignoreRepeated?: boolean;
}

/** One event of the bridge: proof, envelope, choice, repetition; then it goes to its output. Never throws. */
export async function receiveBridgeEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const verdict = await authenticateEvent(context);
  if (!verdict.ok && verdict.unchecked !== true) return refuseProof(context, verdict.reason);

  const event = parseBridgeEvent(context.getBodyData());
  if (event === undefined) return refuseBody(context);
  try {
    mustBeChecked(context, verdict);
    return takeEvent(context, event);
  } catch (error) {
    // n8n would answer 500 as well, but start an execution that is nothing but this error.
    logProblem(context, 'could not start the workflow', error);
    return answer(context, 500, {
      error: {
        code: 'EVENT_NOT_TAKEN',
        message: 'The event could not be handed to the workflow',
        hint: "The reason is in n8n's log. The bridge sends the event again.",
      },
    });
  }
}

function takeEvent(context: IWebhookFunctions, event: BridgeEvent): IWebhookResponseData {
  // When the choice cannot be read, the event goes through: a surplus execution can be filtered, a lost event is gone.
  const events = parameter<unknown>(context, 'events', [ANY_BRIDGE_EVENT]);
  const chosen = Array.isArray(events) ? events.map(String) : [ANY_BRIDGE_EVENT];
  const choice = bridgeEventChoice(chosen, event);
  // n8n sends it with status 200, and starts nothing unless there is data beside it.
  const webhookResponse = {};
  if (choice === undefined) return { webhookResponse };

  const { ignoreRepeated = true } = parameter<Options>(context, 'options', {});
  const state = ignoreRepeated ? deliveryState(context, event.id) : 'new';
  if (state === 'started') {
    const { name } = context.getNode();
    context.logger.info(`"${name}" has had the event ${nameOf(event)} before and ignores it`);
    return { webhookResponse };
  }
  if (state === 'starting') return answerStarting(context);

  const simple = parameter(context, 'simple', true);
  const json = (simple ? simplifyBridgeEvent(event) : event.envelope) as IDataObject;
  const outputs = bridgeEventOutputs({ outputs: parameter(context, 'outputs', 'single'), events: chosen });
  const output = outputs.length === 1 ? 0 : chosen.indexOf(choice);
  const workflowData = outputs.map((_, index) => (index === output ? [{ json }] : []));
  if (ignoreRepeated) rememberDelivery(context, event.id, isFrequentBridgeEvent(event.type));
  return { webhookResponse, workflowData };
}

/** For a log: it comes from outside and may be of any length. */
function nameOf({ id, type }: BridgeEvent): string {
  return toSingleLine(`${type} ${id}`).slice(0, 100);
}

/** Of two deliveries at once the first may still fail, so the second gets no 200: the bridge is to ask again. */
function answerStarting(context: IWebhookFunctions): IWebhookResponseData {
  return answer(context, 503, {
    error: {
      code: 'EVENT_STARTING',
      message: 'An earlier delivery of this event is being started',
      hint: 'Send it again later. It is answered with 200 once the execution was accepted.',
    },
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

/** The value of a field, or the default where its expression fails: a broken field must not cost the event. */
function parameter<T>(context: IWebhookFunctions, name: string, fallback: T): T {
  try {
    const value: unknown = context.getNodeParameter(name, fallback);
    return (value as T | null | undefined) ?? fallback;
  } catch (error) {
    logProblem(context, `could not read the field "${name}" and takes its default`, error);
    return fallback;
  }
}

function logProblem(context: IWebhookFunctions, what: string, error: unknown): void {
  context.logger.error(`Vapi Bridge Trigger "${context.getNode().name}" ${what}: ${String(error)}`);
}
