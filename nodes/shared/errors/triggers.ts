import type { ErrorText } from './errorText';

/** Triggers and what they owe: tool calls, requests, incoming calls, answers. */
export const TRIGGER_ERRORS = {
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
    fix: 'Check in Vapi that the phone number of this node is a Twilio number, and that phone call provider bypass is enabled for the organisation.',
  },
  INCOMING_CALL_BLOCKED: {
    message: (value) => `Vapi created the call ${value}, but all lines of the organisation are busy`,
    fix: 'Raise the concurrency limit of the organisation in Vapi, or let the fallback dial a human.',
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
  TOOL_REQUEST_NAME_INVALID: {
    message: (value) => `"${value}" is no name of an API request tool`,
    fix: 'Use 1 to 40 letters, digits, underscores and dashes, as in create_order: Vapi knows no others.',
  },
  TOOL_TYPE_MISMATCH: {
    message: (value) => `${value}`,
    fix: 'Choose this type in Tool Type, so that the right fields are shown. The type of a tool cannot be changed: create another one instead.',
  },
} satisfies Record<string, ErrorText>;
