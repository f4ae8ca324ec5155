import type { IHookFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { asObject } from '../shared/protocol/json';
import { idsOf, serverOf, timeoutFor, urlOf } from '../shared/registration/fields';
import { registrationHooks } from '../shared/registration/hooks';
import { emptyPlan, type Plan } from '../shared/registration/plan';
import { checkFields } from './checkFields';

/** Requests that Vapi sends only if the assistant's `serverMessages` names them. Its default list has both. */
const SUBSCRIBED = ['handoff-destination-request', 'transfer-destination-request'];

/** Has Vapi ask here, for the chosen phone numbers and assistants. */
export const requestRegistration = registrationHooks(toPlan, checkFields);

async function toPlan(context: IHookFunctions): Promise<Plan> {
  const node = context.getNode();
  const requests = idsOf(context, 'requests');
  const assistants = idsOf(context, 'registrationAssistants');
  const phoneNumbers = idsOf(context, 'registrationPhoneNumbers');
  if (assistants.length + phoneNumbers.length === 0) {
    throw fail(node, 'REGISTRATION_EMPTY', 'no assistant and no phone number is chosen');
  }
  const asksForAssistant = requests.includes('assistant-request');
  if (asksForAssistant && phoneNumbers.length === 0) {
    throw fail(node, 'REGISTRATION_EMPTY', 'no phone number is chosen whose calls ask for an assistant');
  }
  const url = urlOf(context);
  // Vapi's own 20 seconds are enough for the deadlines that these requests have by default.
  const deadline = Number(asObject(context.getNodeParameter('options', {})).deadlineSeconds);
  const server = await serverOf(context, url, deadline > 0 ? timeoutFor(deadline * 1000) : undefined);
  const wanted = SUBSCRIBED.filter((type) => requests.includes(type));
  return {
    ...emptyPlan(url),
    servers: [
      ...phoneNumbers.map((id) => ({
        ...{ kind: 'phone-number' as const, id, server },
        mustBeUnassigned: asksForAssistant,
      })),
      ...assistants.map((id) => ({
        ...{ kind: 'assistant' as const, id, server },
        serverMessages: (current: readonly string[] | undefined) => withAll(current, wanted),
      })),
    ],
  };
}

/** An assistant without a list gets Vapi's default, so nothing is to be set. */
function withAll(current: readonly string[] | undefined, wanted: readonly string[]): string[] | undefined {
  if (current === undefined || wanted.every((type) => current.includes(type))) return undefined;
  return [...current, ...wanted.filter((type) => !current.includes(type))];
}
