import type { ErrorText } from './errorText';

/** What Vapi answers, or that it does not. */
export const API_ERRORS = {
  API_PATH_REFUSED: {
    message: (value) => `The path cannot be used: ${value}`,
    fix: 'Write a path of the Vapi API such as /assistant. A full URL has to begin with the base URL of the credential, because the key is sent along.',
  },
  API_HEADER_REFUSED: {
    message: (value) => `The header "${value}" cannot be set here`,
    fix: 'Remove it. The credential fills in the key, and n8n what belongs to the connection.',
  },
  API_ANSWER_NOT_JSON_DATA: {
    message: (value) => `Vapi answered with something that does not fit into an item: ${value}`,
    fix: 'Files are read by operations of their own, such as Call > Download Recording.',
  },
  API_UNAUTHORIZED: {
    message: (value) => `Vapi refused the key: ${value}`,
    fix: 'Use the private key of the organisation in the Vapi API credential, and the region that the key belongs to.',
  },
  API_FORBIDDEN: {
    message: (value) => `Vapi refused the key for this: ${value}`,
    fix: 'Use an unrestricted private key in the Vapi API credential, and check that the plan of the organisation includes this feature.',
  },
  API_TURNED_AWAY: {
    message: (value) => `The firewall in front of Vapi turned the request away: ${value}`,
    fix: 'Check whether a proxy between n8n and Vapi changes the headers of requests (User-Agent), or whether the address of this server is blocked.',
  },
  API_PAYMENT_REQUIRED: {
    message: (value) => `Vapi wants to be paid first: ${value}`,
    fix: 'Top up the balance of the organisation in the Vapi dashboard, Billing.',
  },
  API_NOT_FOUND: {
    message: (value) => `Vapi does not know this: ${value}`,
    fix: 'Check the ID, and that it belongs to the organisation and region of the credential.',
  },
  API_NO_CREDENTIALS: {
    message: (value) => `Vapi does not offer this for credentials: ${value}`,
    fix: "Check the ID. If it is right, manage this credential in the Vapi dashboard (Integrations): the API for it is not in Vapi's reference and may change.",
  },
  API_CONFLICT: {
    message: (value) => `Something in Vapi stands against this: ${value}`,
    fix: 'It is usually still in use: remove it from the assistants, squads or phone numbers that refer to it first.',
  },
  API_BAD_REQUEST: {
    message: (value) => `Vapi refused the request: ${value}`,
    fix: 'The message names the field. Correct it in this node.',
  },
  API_NOT_E164: {
    message: (value) => `Vapi refused the phone number: ${value}`,
    fix: 'Write it with a plus sign and the country code, for example +14155550123. For a SIP extension, switch off the E.164 check of the number or customer.',
  },
  API_NOT_AN_ID: {
    message: (value) => `Vapi refused an ID: ${value}`,
    fix: 'Copy the ID from Vapi: it looks like 5b0a4a08-133c-4146-9315-0984f8c6be80. A name is not enough.',
  },
  API_UNKNOWN_FIELD: {
    message: (value) => `Vapi does not know a field that was sent: ${value}`,
    fix: 'Remove it from the JSON fields of this node, or correct its name. Vapi refuses fields that it does not know.',
  },
  API_NO_ASSISTANT: {
    message: (value) => `Vapi does not know who is to talk: ${value}`,
    fix: 'Choose an assistant or a squad of this organisation, or describe a transient one.',
  },
  API_NO_PHONE_NUMBER: {
    message: (value) => `Vapi does not know which number to call from: ${value}`,
    fix: 'Choose a phone number of this organisation.',
  },
  API_FREE_NUMBER_LIMIT: {
    message: (value) => `The free phone number has made its calls for today: ${value}`,
    fix: 'Import a number of your own (Phone Number > Create: Twilio, Vonage, Telnyx or SIP), or go on tomorrow.',
  },
  API_SIP_GATEWAY: {
    message: (value) => `Vapi could not use the SIP gateway: ${value}`,
    fix: 'Write an IP address for a gateway that takes incoming calls; a host name works for outgoing calls only, with inbound switched off.',
  },
  API_REQUEST_TOO_LARGE: {
    message: (value) => `Vapi refused the request as too large: ${value}`,
    fix: 'Send less at once: fewer customers in a batch, a smaller file, a shorter prompt.',
  },
  API_REDIRECTED: {
    message: (value) => `Vapi answered with a redirect, which is not followed with the key: ${value}`,
    fix: 'Write the base URL of the credential exactly, usually with https.',
  },
  API_RATE_LIMITED: {
    message: (value) => `Vapi limits the rate of requests: ${value}`,
    fix: 'Wait half a minute, and lower Items per Second in the options of this node.',
  },
  API_FAILED: {
    message: (value) => `Vapi failed: ${value}`,
    fix: 'Try again later, and look at status.vapi.ai if it lasts.',
  },
  API_FAILED_CALL: {
    message: (value) => `Vapi failed: ${value}`,
    fix: 'The call was not repeated, because it may have been placed nevertheless. Check Call > Get Many before you place it again.',
  },
  API_FAILED_CREATE: {
    message: (value) => `Vapi failed: ${value}`,
    fix: 'The request was not repeated, because it may have been carried out nevertheless. Check with Get Many before you send it again.',
  },
  API_UNREACHABLE: {
    message: (value) => `Vapi could not be reached: ${value}`,
    fix: 'Check the base URL of the credential and the network of n8n.',
  },
  API_UNREACHABLE_CALL: {
    message: (value) => `Vapi could not be reached: ${value}`,
    fix: 'Check the base URL of the credential and the network of n8n. The call was not repeated, because it may have been placed nevertheless: check Call > Get Many before you place it again.',
  },
  API_UNREACHABLE_CREATE: {
    message: (value) => `Vapi could not be reached: ${value}`,
    fix: 'Check the base URL of the credential and the network of n8n. The request was not repeated, because it may have been carried out nevertheless: check with Get Many before you send it again.',
  },
  API_ANSWER_TOO_LARGE: {
    message: (value) => `Vapi answered with more than this node takes: ${value}`,
    fix: 'Ask for less: a lower Limit, a narrower filter. If it is one object, read it in the Vapi dashboard.',
  },
  LIST_MOMENT_TOO_FULL: {
    message: (value) =>
      `More than 1,000 objects were created at ${value}, and Vapi shows no more of one moment`,
    fix: 'Narrow the list by a filter, such as the assistant or the phone number, or set Limit to what is enough.',
  },
  API_NOT_JSON: {
    message: (value) => `Vapi answered with something that is no JSON: ${value}`,
    fix: 'Check the base URL of the credential: a proxy or another service may have answered.',
  },
} satisfies Record<string, ErrorText>;
