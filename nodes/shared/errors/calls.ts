import type { ErrorText } from './errorText';

/** Placing calls, one or many, and waiting for them. */
export const CALL_ERRORS = {
  PREVIEW_NEEDS_ONE_CALL: {
    message: (value) => `A preview is for one call, but ${value} are chosen`,
    fix: 'Choose one call, or switch off Preview.',
  },
  CAMPAIGN_TOO_LARGE: {
    message: (value) => `A campaign calls up to 10,000 contacts, but there are ${value}`,
    fix: 'Split the list with Loop Over Items and create several campaigns.',
  },
  CALLER_ID_INVALID: {
    message: (value) => `The caller ID "${value}" is neither a number in E.164 format nor a placeholder`,
    fix: 'Write a number such as +14155550123 that your carrier allows, {{customer.number}} or {{phoneNumber.number}}.',
  },
  CALL_ID_INVALID: {
    message: (value) => `"${value}" is no ID of a call`,
    fix: 'Use IDs as Vapi gives them, such as 7c9e6679-7425-40de-944b-e07fc1f90ae7.',
  },
  SCHEDULE_EMPTY: {
    message: (value) => `The latest start ${value} is not after the earliest start`,
    fix: 'Set Latest Start to a time after Earliest Start, or leave it out. Times without a zone are in the time zone of the workflow.',
  },
  BATCH_INVALID: {
    message: (value) => `Nothing was sent: ${value}`,
    fix: 'Correct these items (they count from 0), or set Invalid Items in the Batch Options to Skip and Report.',
  },
  BATCH_STOPPED: {
    message: (value) => `The batch stopped: ${value}`,
    fix: 'Items count from 0. Placed calls take place: do not send their items again. Look for unclear ones in Call > Get Many by their numbers, then send the rest.',
  },
  BATCH_ITEM_UNSENT: {
    message: (value) => `Item ${value} was not sent`,
    fix: 'Other items of the batch stopped it: their errors say why. Then send this item again.',
  },
  BATCH_ITEM_UNANSWERED: {
    message: (value) => `Vapi took the batch, but its answer does not mention the customer ${value}`,
    fix: 'The call may have been placed: check Call > Get Many before you place it again.',
  },
  BATCH_CUSTOMER_REFUSED: {
    message: (value) => `Vapi refused the customer ${value}`,
    fix: 'Correct the item. The other calls of the same request are placed.',
  },
  CALL_RETRIED_BY_N8N: {
    message: (value) => `Retry On Fail is on for ${value}: n8n could place calls twice. No call was placed`,
    fix: 'Switch it off in the settings of the node. What can be repeated without harm, this node repeats by itself.',
  },
  PREFLIGHT_FAILED: {
    message: (value) => `The call would not go well: ${value}`,
    fix: 'Correct this before the call is placed, or switch off Fail on Problems to get the problems as data.',
  },
  WAIT_SEVERAL_ITEMS: {
    message: (value) =>
      `Create and Wait for Report got ${value} items, but an execution can wait for one call`,
    fix: 'Put Loop Over Items with batch size 1 before this node, and connect the output of this node back to it.',
  },
  WAIT_AS_TOOL: {
    message: (value) => `An AI agent cannot use "${value}"`,
    fix: 'An agent cannot wait for the end of a call. Give it Call > Create, and take the report in with the Vapi Trigger.',
  },
  WAIT_URL_NOT_PUBLIC: {
    message: (value) => `Vapi could not send its report: the URL ${value}. No call was placed`,
    fix: 'Set N8N_WEBHOOK_URL of n8n (WEBHOOK_URL in older versions) to the public https address under which it is reached, such as https://n8n.example.com/, on workers too, and restart n8n.',
  },
  WAIT_CALL_UNSUITABLE: {
    message: (value) => `The end of this call cannot be waited for: ${value}. No call was placed`,
    fix: 'Use Call > Create for it, and take the report in with the Vapi Trigger.',
  },
  WAIT_SERVER_NEEDED: {
    message: (value) =>
      `The assistant relies on its server URL, whose place this execution would take: ${value}. No call was placed`,
    fix: 'Give each of them a server URL of its own in Vapi (the Vapi Tool Trigger registers tools that way), or set the option Tools Without a Server of Their Own to Send to the Old URL.',
  },
  WAIT_SERVER_STUCK: {
    message: (value) =>
      `The assistant relies on its server URL, and this cannot be sent there for one call: ${value}. No call was placed`,
    fix: 'Give tools a server URL or fixed destinations of their own in Vapi, or use Call > Create and take the report in with the Vapi Trigger.',
  },
  WAIT_SERVER_UNKNOWN: {
    message: (value) => `There is no old server URL for ${value}. No call was placed`,
    fix: 'Neither the assistant nor the phone number has a server URL; the one of the organisation cannot be read. Give the tools server URLs of their own in Vapi.',
  },
  WAIT_SERVER_MASKED: {
    message: (value) =>
      `What the call would have to send along has a secret that Vapi does not show: ${value}. No call was placed`,
    fix: 'Give the tools servers of their own in Vapi, so that the model and the old server need not be sent along.',
  },
  WAIT_NO_CALL_ID: {
    message: (value) => `Vapi answered without a call to wait for: ${value}`,
    fix: 'The call may have been placed nevertheless: check Call > Get Many before you place it again.',
  },
} satisfies Record<string, ErrorText>;
