import type { IHookFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { serverMessagesFor } from '../shared/protocol/events';
import { idsOf, serverOf, urlOf } from '../shared/registration/fields';
import { registrationHooks } from '../shared/registration/hooks';
import { emptyPlan, type Plan } from '../shared/registration/plan';

/**
 * Messages of an assistant that want an answer, all of them in Vapi's default list. They are no events and nobody
 * ticks them, but without them Vapi may no longer ask the servers of tools and destinations. So they stay if they
 * were there. Source: OpenAPI, serverMessages.
 */
const REQUESTS = [
  'function-call',
  'tool-calls',
  'transfer-destination-request',
  'handoff-destination-request',
];

/**
 * Vapi posts an event once, unless the server says otherwise. So it says: for some twenty minutes, in which n8n may
 * start again or be updated. What comes twice starts nothing twice. Source: OpenAPI, BackoffPlan.
 */
const BACKOFF_PLAN = { type: 'exponential', maxRetries: 8, baseDelaySeconds: 5 };

/** Has Vapi post exactly the ticked events of the chosen assistants and phone numbers here. */
export const eventRegistration = registrationHooks(toPlan);

async function toPlan(context: IHookFunctions): Promise<Plan> {
  const assistants = idsOf(context, 'registrationAssistants');
  const phoneNumbers = idsOf(context, 'registrationPhoneNumbers');
  if (assistants.length + phoneNumbers.length === 0) {
    throw fail(context.getNode(), 'REGISTRATION_EMPTY', 'no assistant and no phone number is chosen');
  }
  const url = urlOf(context);
  const server = { ...(await serverOf(context, url)), backoffPlan: BACKOFF_PLAN };
  const ticked = serverMessagesFor(idsOf(context, 'events'));
  return {
    ...emptyPlan(url),
    servers: [
      ...assistants.map((id) => ({
        ...{ kind: 'assistant' as const, id, server },
        serverMessages: (current: readonly string[] = REQUESTS) => [
          ...ticked,
          ...REQUESTS.filter((type) => current.includes(type)),
        ],
      })),
      // A phone number has no list of messages: those of its assistant hold.
      ...phoneNumbers.map((id) => ({ kind: 'phone-number' as const, id, server })),
    ],
  };
}
