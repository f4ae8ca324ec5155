import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { deliveryState, rememberDelivery } from '../deliveries/repeats';
import { toSingleLine } from '../protocol/results';
import type { Verdict } from '../webhookAuth';
import { answer, mustBeChecked } from '../webhookRequest';
import { eventOutputs } from './outputs';

/** In the choice of events: whatever comes. */
const ANY = '*';
/** What comes from outside may be of any length, and goes to the log. */
const MAX_LOGGED = 200;

/** An event that has an envelope as it should be. */
export interface ReceivedEvent {
  /** Of the trigger, for the log: "Vapi Trigger". */
  trigger: string;
  /** By what a repetition is known; asked for at most once. */
  key: () => string;
  /** Whether there are so many of its kind that repetitions are known in this process only. */
  isFrequent: boolean;
  /** The value of *Events* that it is chosen by; undefined: it is not. */
  choiceIn: (chosen: string[]) => string | undefined;
  /** What the workflow gets. @param simple few fields instead of all */
  item: (simple: boolean, key: string) => IDataObject;
  /** The body of the answer with status 200. */
  response: () => IDataObject;
  /** What whoever has sent it does, or should do, when it could not be taken. */
  hintWhenNotTaken: string;
}

interface Options {
  ignoreRepeated?: boolean;
}

/** Takes an event: choice, repetition; then it goes to its output. Never throws. */
export function takeEvent(
  context: IWebhookFunctions,
  verdict: Verdict,
  event: ReceivedEvent,
): IWebhookResponseData {
  const logProblem = (what: string, error: unknown): void =>
    context.logger.error(`${event.trigger} "${context.getNode().name}" ${what}: ${String(error)}`);
  try {
    mustBeChecked(context, verdict);
    return startFor(context, event, new Fields(context, logProblem));
  } catch (error) {
    // n8n would answer 500 as well, but start an execution that is nothing but this error.
    logProblem('could not start the workflow', error);
    return answer(context, 500, {
      error: {
        code: 'EVENT_NOT_TAKEN',
        message: 'The event could not be handed to the workflow',
        hint: `The reason is in n8n's log. ${event.hintWhenNotTaken}`,
      },
    });
  }
}

function startFor(context: IWebhookFunctions, event: ReceivedEvent, fields: Fields): IWebhookResponseData {
  // When the choice cannot be read, the event goes through: a surplus execution can be filtered, a lost event is gone.
  const events = fields.read<unknown>('events', [ANY]);
  const chosen = Array.isArray(events) ? events.map(String) : [ANY];
  const choice = event.choiceIn(chosen);
  // n8n sends it with status 200, and starts nothing unless there is data beside it.
  const webhookResponse = event.response();
  if (choice === undefined) return { webhookResponse };

  const key = event.key();
  const { ignoreRepeated = true } = fields.read<Options>('options', {});
  const state = ignoreRepeated ? deliveryState(context, key) : 'new';
  if (state === 'started') {
    const { name } = context.getNode();
    const known = toSingleLine(key).slice(0, MAX_LOGGED);
    context.logger.info(`${event.trigger} "${name}" has had the event ${known} before and ignores it`);
    return { webhookResponse };
  }
  if (state === 'starting') return answerStarting(context);

  const json = event.item(fields.read('simple', true), key);
  const outputs = eventOutputs({ outputs: fields.read('outputs', 'single'), events: chosen });
  const output = outputs.length === 1 ? 0 : chosen.indexOf(choice);
  const workflowData = outputs.map((_, index) => (index === output ? [{ json }] : []));
  if (ignoreRepeated) rememberDelivery(context, key, event.isFrequent);
  return { webhookResponse, workflowData };
}

/** Of two deliveries at once the first may still fail, so the second gets no 200: it is to be sent again. */
function answerStarting(context: IWebhookFunctions): IWebhookResponseData {
  return answer(context, 503, {
    error: {
      code: 'EVENT_STARTING',
      message: 'An earlier delivery of this event is being started',
      hint: 'Send it again later. It is answered with 200 once the execution was accepted.',
    },
  });
}

/** The fields of the node. */
class Fields {
  constructor(
    private readonly context: IWebhookFunctions,
    private readonly logProblem: (what: string, error: unknown) => void,
  ) {}

  /** The value of a field, or the default where its expression fails: a broken field must not cost the event. */
  read<T>(name: string, fallback: T): T {
    try {
      const value: unknown = this.context.getNodeParameter(name, fallback);
      return (value as T | null | undefined) ?? fallback;
    } catch (error) {
      this.logProblem(`could not read the field "${name}" and takes its default`, error);
      return fallback;
    }
  }
}
