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
  INPUT_NOT_JSON: {
    message: (value) => `${value} is not valid JSON`,
    fix: 'Write JSON without comments and trailing commas. Around an expression use {{ JSON.stringify(…) }}, or make the whole field an expression.',
  },
  INPUT_NOT_BOOLEAN: {
    message: (value) => `${value} is neither true nor false`,
    fix: 'Use a condition such as {{ $json.status === "open" }}.',
  },
  INPUT_NO_CHOICE: {
    message: (value) => `${value}`,
    fix: 'Choose an entry of the list.',
  },
  INPUT_OUT_OF_RANGE: {
    message: (value) => `${value}`,
    fix: 'Write a number in this range.',
  },
  INPUT_TOO_LONG: {
    message: (value) => `${value}`,
    fix: 'Shorten it: Vapi refuses longer texts.',
  },
  SIP_URI_INVALID: {
    message: (value) => `"${value}" is no SIP address`,
    fix: 'Write it like sip:support@pbx.example.com.',
  },
  CALLER_ID_INVALID: {
    message: (value) => `The caller ID "${value}" is neither a number in E.164 format nor a placeholder`,
    fix: 'Write a number such as +14155550123 that your carrier allows, {{customer.number}} or {{phoneNumber.number}}.',
  },
  AUDIO_FORMAT_UNSUPPORTED: {
    message: (value) => `The audio is not what Vapi plays: ${value}`,
    fix: 'Let the speech service give raw PCM or WAV: 16 bit, little-endian, mono, in the sample rate of the request.',
  },
  AUDIO_RATE_WRONG: {
    message: (value) => `The audio has the wrong sample rate: ${value}`,
    fix: 'Ask the speech service for the sampleRate on the item of the trigger. Vapi would play it too fast or too slow.',
  },
  AUDIO_BROKEN: {
    message: (value) => `The audio is broken: ${value}`,
    fix: 'Look at the file in the node before: it was cut, or is something else than audio.',
  },
  INPUT_NAME_TOO_LONG: {
    message: (value) => `The name "${value}" is longer than 40 characters`,
    fix: 'Shorten it: Vapi accepts up to 40 characters.',
  },
  ASSISTANT_ID_INVALID: {
    message: (value) => `"${value}" is no ID of an assistant`,
    fix: 'Copy the ID of the assistant in Vapi: it looks like 5b0a4a08-133c-4146-9315-0984f8c6be80. A name is not enough.',
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
  TRIGGER_IN_OTHER_WORKFLOW: {
    message: (value) => `"${value}" is in a sub-workflow, where no Vapi trigger waits for an answer`,
    fix: 'Let the sub-workflow give its data back, and put Respond to Vapi into the workflow that begins with the Vapi trigger, after Execute Sub-workflow.',
  },
  TRIGGER_NOT_RUN: {
    message: (value) => `The workflow was not started by ${value}: nobody waits for an answer`,
    fix: 'Start it by a request of Vapi to the URL of the trigger, or pin data at the trigger to try it out.',
  },
  REQUEST_NOT_FOUND: {
    message: (value) => `"${value}" has asked for nothing: nobody waits for an answer`,
    fix: 'In the Vapi Twilio Trigger set Assistant Decided By to The Workflow, or remove this node. Pinned data needs the field request of a real item.',
  },
  ANSWER_KIND_MISMATCH: {
    message: (value) => `Wrong kind of answer: ${value}`,
    fix: 'Choose what fits in Respond With. If a trigger gets several kinds of request, give each its own Respond to Vapi.',
  },
  ANSWER_NOT_JSON: {
    message: (value) => `The answer to the tool call "${value}" cannot be written as JSON`,
    fix: 'It refers to itself or holds a value that JSON has no form for. Pick the fields that the assistant needs.',
  },
  ANSWER_EMPTY: {
    message: (value) => `The answer is empty: ${value}`,
    fix: 'Fill in the fields, or check the expressions that should fill them.',
  },
  ANSWER_TOO_LONG: {
    message: (value) => `The answer has ${value}, which is more than the 8 MiB that can be sent`,
    fix: 'Send what the assistant needs to say next: a few sentences or fields, not a whole document or list.',
  },
  ANSWER_UNDEFINED: {
    message: (value) => `The answer to the tool call "${value}" is undefined`,
    fix: 'The expression of the field found nothing. Check the names in it, or write a text for that case.',
  },
  TOOL_CALL_NOT_FOUND: {
    message: (value) => `It is not clear which tool call ${value} answers`,
    fix: 'A node in between lost the link to the trigger. Put Loop Over Items after the trigger, keep the field toolCallId on the item, or set pairedItem in a Code node.',
  },
  INCOMING_CALL_WITHOUT_ASSISTANT: {
    message: (value) => `No assistant is chosen for the call to ${value}`,
    fix: 'Choose a default assistant in the Vapi Twilio Trigger: it takes calls that no rule and no answer decides.',
  },
  INCOMING_CALL_WITHOUT_TWIML: {
    message: (value) => `Vapi created the call ${value}, but gave no TwiML for it`,
    fix: 'Check in Vapi that the phone number of the trigger is a Twilio number, and that phone call provider bypass is enabled for the organisation.',
  },
  INCOMING_CALL_BLOCKED: {
    message: (value) => `Vapi created the call ${value}, but all lines of the organisation are busy`,
    fix: 'Raise the concurrency limit of the organisation in Vapi, or let the fallback dial a human.',
  },
  TWILIO_BASE_URL_INVALID: {
    message: (value) => `The base URL "${value}" of the Vapi Twilio credential is not a URL`,
    fix: 'Choose the region of the number, or write a full URL such as https://api.twilio.com.',
  },
  TWILIO_UNAUTHORIZED: {
    message: (value) => `Twilio refused the login: ${value}`,
    fix: 'Check account SID, token or API key in the Vapi Twilio credential, and the region they belong to.',
  },
  TWILIO_REFUSED: {
    message: (value) => `Twilio refused the request: ${value}`,
    fix: 'The message says why. If it is a failure of Twilio itself, publish the workflow again later.',
  },
  TWILIO_UNREACHABLE: {
    message: (value) => `Twilio could not be reached: ${value}`,
    fix: 'Check the region or base URL of the Vapi Twilio credential, and the network of n8n.',
  },
  TWILIO_NUMBER_NOT_FOUND: {
    message: (value) => `The Twilio account has no number "${value}"`,
    fix: 'Choose the number from the list. A number of a subaccount needs a credential of that subaccount.',
  },
  TWILIO_NUMBER_ON_TRUNK: {
    message: (value) =>
      `The Twilio number is on the SIP trunk ${value}, and Twilio then ignores its voice URL`,
    fix: 'Take the number off the trunk in Twilio first (Elastic SIP Trunking, Numbers).',
  },
  TWILIO_NUMBER_TAKEN: {
    message: (value) => `The Twilio number is used by another Vapi Twilio Trigger, at ${value}`,
    fix: 'Unpublish the other workflow first. If it is gone, set the voice URL of the number by hand in Twilio.',
  },
  TOOL_NAME_INVALID: {
    message: (value) => `"${value}" is no name of a tool`,
    fix: 'Use 1 to 64 letters, digits, underscores and dashes, as in book_appointment: Vapi knows no others.',
  },
  TOOL_NAME_TWICE: {
    message: (value) => `The tool "${value}" is declared twice`,
    fix: 'Give each tool a name of its own. Its calls go to one output, from which you can branch.',
  },
  TOOL_DESCRIPTION_TOO_LONG: {
    message: (value) => `The description of the tool "${value}" has 1,000 characters or more`,
    fix: 'Shorten it: Vapi takes fewer than 1,000. What the assistant should do besides belongs in its prompt.',
  },
  TOOL_SCHEMA_INVALID: {
    message: (value) => `The JSON Schema of the tool "${value}" is no JSON object of type "object"`,
    fix: 'Write one such as { "type": "object", "properties": { "date": { "type": "string" } }, "required": ["date"] }.',
  },
  TOOL_PARAMETER_NAME_INVALID: {
    message: (value) => `The parameter ${value} has a name that cannot be used`,
    fix: 'Use up to 64 letters, digits, underscores, dots and dashes. n8n refuses some names in expressions, such as caller and arguments: take another, for example caller_name.',
  },
  TIME_ZONE_UNKNOWN: {
    message: (value) => `"${value}" is no time zone`,
    fix: 'Use a name of the IANA database, such as Europe/Berlin or America/New_York.',
  },
  LOCALE_UNKNOWN: {
    message: (value) => `"${value}" is no language tag`,
    fix: 'Use one such as en-US, de-DE or es-MX.',
  },
  REGISTRATION_URL_NOT_PUBLIC: {
    message: (value) => `This workflow cannot be called from outside: its URL ${value}`,
    fix: 'Set WEBHOOK_URL of n8n to the public address under which it is reached, such as https://n8n.example.com/, restart n8n, and publish the workflow again.',
  },
  REGISTRATION_EMPTY: {
    message: (value) => `There is nothing to register in Vapi: ${value}`,
    fix: 'Fill in the field, or switch off Register in Vapi on Activation.',
  },
  REGISTRATION_TOOL_EXISTS: {
    message: (value) => `Vapi has this tool already, and n8n did not create it: ${value}`,
    fix: 'Set Existing Tools to Take Over, so that it is used and restored later, or give the tool in this node another name.',
  },
  REGISTRATION_TOOL_AMBIGUOUS: {
    message: (value) => `Vapi has several tools of this name: ${value}`,
    fix: 'Rename or delete all but one of them in Vapi, or give the tool in this node another name.',
  },
  REGISTRATION_TAKEN: {
    message: (value) => `In Vapi, ${value}`,
    fix: 'Unpublish that workflow first, or choose something else here: each object in Vapi has one server. If the workflow no longer exists, remove the header x-n8n-registration from the server of the object in Vapi.',
  },
  REGISTRATION_NUMBER_ASSIGNED: {
    message: (value) =>
      `The phone number has an assistant, squad or workflow of its own, so Vapi asks for none: ${value}`,
    fix: 'Remove it from the phone number in Vapi. Choose it as the default answer in this node instead.',
  },
  REGISTRATION_SERVER_ANSWERS: {
    message: (value) => `Calls depend on a server that was set by hand in Vapi: the one of ${value}`,
    fix: 'This node would take its place and give no such answers. Give the tools servers of their own in Vapi, or the phone number an assistant. If that server is no longer in use, remove it from the object in Vapi.',
  },
  REGISTRATION_NO_MODEL: {
    message: (value) => `The assistant has no model that could get tools: ${value}`,
    fix: 'Choose a model for the assistant in Vapi first.',
  },
  REGISTRATION_SECRET_UNUSABLE: {
    message: (value) => `The secret of the Vapi Webhook credential (${value}) cannot be sent in a header`,
    fix: 'It is empty, begins or ends with white space, or holds a line break or a character beyond ASCII such as ä. Write at least 16 random letters and digits into the credential.',
  },
  REGISTRATION_CREDENTIAL_NEEDED: {
    message: (value) => `Vapi cannot prove itself by the scheme "${value}" without a credential of its own`,
    fix: 'Create a custom credential of that type in Vapi (Integrations, Custom Credentials) and write its ID into the option Vapi Credential ID.',
  },
} satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof ERRORS;
