import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { deliveryState, rememberDelivery } from '../shared/deliveries/repeats';
import { ANY_EVENT, choiceFor, eventGroup } from '../shared/protocol/events';
import { redactSecrets } from '../shared/protocol/redact';
import { toSingleLine } from '../shared/protocol/results';
import { parseServerMessage, type ServerMessage } from '../shared/protocol/serverMessage';
import { simplifyEvent } from '../shared/protocol/simplifyEvent';
import { answer, authenticate, mustBeChecked, refuse, refuseBody } from '../shared/webhookRequest';
import { eventKey } from './eventKey';
import { bodyFor } from './misdirected';
import { eventOutputs } from './outputs';

interface Options {
  ignoreRepeated?: boolean;
}

/** One event of Vapi: proof, envelope, choice, repetition; then it goes to its output. Never throws. */
export async function receiveEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const verdict = await authenticate(context);
  if (!verdict.ok && verdict.unchecked !== true) return refuse(context, verdict.reason);

  const parsed = parseServerMessage(context.getBodyData());
  if (parsed === undefined) return refuseBody(context);
  try {
    mustBeChecked(context, verdict);
    return takeEvent(context, parsed);
  } catch (error) {
    // n8n would answer 500 as well, but start an execution that is nothing but this error.
    logProblem(context, 'could not start the workflow', error);
    return answer(context, 500, {
      error: {
        code: 'EVENT_NOT_TAKEN',
        message: 'The event could not be handed to the workflow',
        hint: "The reason is in n8n's log. Give the server in Vapi a backoff plan, so that it tries again.",
      },
    });
  }
}

function takeEvent(context: IWebhookFunctions, parsed: ServerMessage): IWebhookResponseData {
  // Vapi repeats a refused event only where the server has a backoff plan, which by default it has not. So when the
  // choice cannot be read, the event goes through: a surplus execution can be filtered, a lost report is gone.
  const events = parameter<unknown>(context, 'events', [ANY_EVENT]);
  const chosen = Array.isArray(events) ? events.map(String) : [ANY_EVENT];
  const choice = choiceFor(chosen, parsed);
  // n8n sends it with status 200, and starts nothing unless there is data beside it.
  const webhookResponse = bodyFor(context, parsed);
  if (choice === undefined) return { webhookResponse };

  const key = eventKey(parsed, context.getRequestObject().rawBody);
  const { ignoreRepeated = true } = parameter<Options>(context, 'options', {});
  const state = ignoreRepeated ? deliveryState(context, key) : 'new';
  if (state === 'started') {
    const { name } = context.getNode();
    context.logger.info(
      `Vapi Trigger "${name}" has had the event ${toSingleLine(key)} before and ignores it`,
    );
    return { webhookResponse };
  }
  if (state === 'starting') return answerStarting(context);

  const simple = parameter(context, 'simple', true);
  const json = { ...(simple ? simplifyEvent(parsed) : redactSecrets(parsed.message)), eventKey: key };
  const outputs = eventOutputs({ outputs: parameter(context, 'outputs', 'single'), events: chosen });
  const output = outputs.length === 1 ? 0 : chosen.indexOf(choice);
  const workflowData = outputs.map((_, index) => (index === output ? [{ json }] : []));
  if (ignoreRepeated) rememberDelivery(context, key, eventGroup(parsed.type) === 'conversation');
  return { webhookResponse, workflowData };
}

/** Of two deliveries at once the first may still fail, so the second gets no 200: Vapi is to ask again. */
function answerStarting(context: IWebhookFunctions): IWebhookResponseData {
  return answer(context, 503, {
    error: {
      code: 'EVENT_STARTING',
      message: 'An earlier delivery of this event is being started',
      hint: 'Send it again later. It is answered with 200 once the execution was accepted.',
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
  context.logger.error(`Vapi Trigger "${context.getNode().name}" ${what}: ${String(error)}`);
}
