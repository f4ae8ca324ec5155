/** What went wrong and what to do about it, once, for every node. */
interface ErrorText {
  message: (value: string) => string;
  fix: string;
}

/** One code per failure; the value is what the builder gave or Vapi sent. */
export const ERRORS = {
  PHONE_NOT_E164: {
    message: (value) => `The phone number "${value}" is not in E.164 format`,
    fix: 'Write it with a plus sign and the country code, digits only, for example +14155550123.',
  },
  INPUT_MISSING: {
    message: (value) => `${value} is missing`,
    fix: 'Fill in the field, or check the expression that should fill it.',
  },
  INPUT_NOT_JSON_OBJECT: {
    message: (value) => `${value} is not a JSON object`,
    fix: 'Write an object such as { "key": "value" }, without comments and trailing commas.',
  },
  INPUT_NAME_TOO_LONG: {
    message: (value) => `The name "${value}" is longer than 40 characters`,
    fix: 'Shorten it: Vapi accepts up to 40 characters.',
  },
  TIME_INVALID: {
    message: (value) => `"${value}" is no date and time`,
    fix: 'Write it as 2026-11-20T10:00:00, in the time zone of the workflow, or with a zone at the end.',
  },
  VARIABLE_NAME_INVALID: {
    message: (value) => `"${value}" is no name for a variable`,
    fix: 'Use letters, digits and underscores, starting with a letter: that is what {{ name }} in a prompt can refer to.',
  },
  CREDENTIAL_BASE_URL_INVALID: {
    message: (value) => `The base URL "${value}" of the Vapi credential is not a URL`,
    fix: 'Choose region US or EU, or write a full URL such as https://api.vapi.ai.',
  },
  API_UNAUTHORIZED: {
    message: (value) => `Vapi refused the key: ${value}`,
    fix: 'Use the private key of the organisation in the Vapi API credential, and the region that the key belongs to.',
  },
  API_NOT_FOUND: {
    message: (value) => `Vapi does not know this: ${value}`,
    fix: 'Check the ID, and that it belongs to the organisation and region of the credential.',
  },
  API_BAD_REQUEST: {
    message: (value) => `Vapi refused the request: ${value}`,
    fix: 'The message names the field. Correct it in this node.',
  },
  API_REDIRECTED: {
    message: (value) => `Vapi answered with a redirect, which is not followed with the key: ${value}`,
    fix: 'Write the base URL of the credential exactly, usually with https.',
  },
  API_RATE_LIMITED: {
    message: (value) => `Vapi limits the rate of requests: ${value}`,
    fix: 'Wait half a minute, and send fewer requests at once (Loop Over Items with a Wait node).',
  },
  API_FAILED: {
    message: (value) => `Vapi failed: ${value}`,
    fix: 'Try again later. A call may have been placed nevertheless: check Call > Get Many before you repeat it.',
  },
  API_UNREACHABLE: {
    message: (value) => `Vapi could not be reached: ${value}`,
    fix: 'Check the base URL of the credential and the network of n8n. Check Call > Get Many before you repeat a call.',
  },
  API_NOT_JSON: {
    message: (value) => `Vapi answered with something that is no JSON: ${value}`,
    fix: 'Check the base URL of the credential: a proxy or another service may have answered.',
  },
  TRIGGER_NOT_FOUND: {
    message: (value) => `There is no Vapi trigger that waits for an answer before "${value}"`,
    fix: 'Connect this node, directly or through other nodes, to a Vapi Tool Trigger, Vapi Request Trigger or Vapi Twilio Trigger.',
  },
  ANSWER_KIND_MISMATCH: {
    message: (value) => `"${value}" is no answer`,
    fix: 'Choose in Respond With what the trigger of this workflow was asked for.',
  },
  ANSWER_UNDEFINED: {
    message: (value) => `The answer to the tool call "${value}" is undefined`,
    fix: 'The expression of the field found nothing. Check the names in it, or write a text for that case.',
  },
  TOOL_CALL_NOT_FOUND: {
    message: (value) => `It is not clear which tool call ${value} answers`,
    fix: 'A node in between lost the link to the trigger. Put Loop Over Items after the trigger, keep the field toolCallId on the item, or set pairedItem in a Code node.',
  },
} satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof ERRORS;
