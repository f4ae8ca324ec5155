import type { ErrorText } from './errorText';

/** What a builder gave in a field. */
export const INPUT_ERRORS = {
  PHONE_NOT_E164: {
    message: (value) => `The phone number "${value}" is not in E.164 format`,
    fix: 'Write it with a plus sign and the country code, digits only, for example +14155550123.',
  },
  PHONE_NOT_CLEAR: {
    message: (value) => `${value}`,
    fix: 'Write it in full, with the leading zero where there is one, or with a plus sign and the country code, for example +14155550123. Spreadsheets drop leading zeros and plus signs: format the column as text.',
  },
  COUNTRY_UNKNOWN: {
    message: (value) => `"${value}" is no country whose numbers this node can read`,
    fix: 'Choose one of the list, or give its code of two letters, such as US, DE or GB. Numbers of other countries need a plus sign and the country code.',
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
  INPUT_NOT_JSON_LIST: {
    message: (value) => `${value} is not a JSON list`,
    fix: 'Write a list such as [{ "key": "value" }], without comments and trailing commas.',
  },
  INPUT_NOT_BOOLEAN: {
    message: (value) => `${value} is neither true nor false`,
    fix: 'Use a condition such as {{ $json.status === "open" }}.',
  },
  OPERATION_UNKNOWN: {
    message: (value) => `This version of the node has no operation "${value}"`,
    fix: 'Choose the operation again, or update n8n-nodes-vapi: the workflow was written for another version.',
  },
  INPUT_NOT_AN_ID: {
    message: (value) => `${value} cannot be an ID`,
    fix: 'Check the expression: an ID is a text such as 5b0a4a08-133c-4146-9315-0984f8c6be80.',
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
  PHONE_NOT_DIALLABLE: {
    message: (value) => `"${value}" can be dialled nowhere`,
    fix: 'Without the E.164 check Vapi takes 3 to 40 letters and digits, with or without a plus sign in front.',
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
  VARIABLE_VALUE_INVALID: {
    message: (value) => `${value}`,
    fix: 'Correct the value or the expression that gives it, or choose the type Automatic, which sends it as it is.',
  },
  VARIABLES_MISSING: {
    message: (value) => `There are placeholders without a variable: ${value}`,
    fix: 'Add these variables, give the placeholders a default such as {{ name | default: "you" }}, or remove them. Vapi would say nothing in their place.',
  },
  ASSISTANT_VALUE_HIDDEN: {
    message: (value) => `Vapi shows a placeholder instead of the stored value of ${value}`,
    fix: 'Merging would overwrite the real value. Give it again in Additional Fields (JSON), or switch off Merge With Stored Assistant and fill in the whole object.',
  },
  TRANSCRIBER_NOT_MULTILINGUAL: {
    message: (value) => `The transcriber of ${value} understands one language at a time`,
    fix: 'Choose AssemblyAI, Deepgram, Gladia, Google, Soniox, Speechmatics or Vapi, or switch off Multilingual. Some others detect the language when none is given.',
  },
  CREDENTIAL_BASE_URL_INVALID: {
    message: (value) => `The base URL "${value}" of the Vapi credential is not a URL`,
    fix: 'Choose region US or EU, or write a full URL such as https://api.vapi.ai.',
  },
  SERVER_CLEARED: {
    message: (value) => `${value}`,
    fix: 'Take Server out of Clear Fields, or choose who else answers the calls.',
  },
  VALUE_REDACTED: {
    message: (value) =>
      `${value} has [redacted], which this node puts in place of a secret, instead of a value`,
    fix: 'Leave it out to keep what is stored, or give the secret itself. Outputs of this node never hold secrets.',
  },
  STORED_VALUE_HIDDEN: {
    message: (value) => `Vapi shows a placeholder instead of the stored value of ${value}`,
    fix: 'Changing the object that it is in would overwrite the real value. Give it again in the same update, or remove it.',
  },
  AREA_CODE_INVALID: {
    message: (value) => `"${value}" is no area code of the USA`,
    fix: 'Write its three digits, such as 415.',
  },
  SIP_NUMBER_INVALID: {
    message: (value) => `"${value}" is no number of a SIP trunk`,
    fix: 'Write 3 to 40 letters and digits without spaces, with or without a plus in front, exactly as the carrier sends it.',
  },
  SIP_LOGIN_LENGTH: {
    message: (value) => `${value}`,
    fix: 'Write 20 to 40 characters: Vapi takes no others.',
  },
  JSON_SCHEMA_NOT_OBJECT: {
    message: (value) => `${value} is no JSON Schema of type "object"`,
    fix: 'Write one such as { "type": "object", "properties": { "date": { "type": "string" } }, "required": ["date"] }.',
  },
  VARIABLE_ALIAS_INVALID: {
    message: (value) => `"${value}" is no name for a variable from an answer`,
    fix: 'Use up to 40 letters, digits and underscores, starting with a letter.',
  },
  ENVIRONMENT_NAME_INVALID: {
    message: (value) => `"${value}" is no name of an environment variable`,
    fix: 'Use up to 64 capital letters, digits and underscores, starting with a letter, as in API_KEY.',
  },
  TIME_ZONE_UNKNOWN: {
    message: (value) => `"${value}" is no time zone`,
    fix: 'Use a name of the IANA database, such as Europe/Berlin or America/New_York.',
  },
  LOCALE_UNKNOWN: {
    message: (value) => `"${value}" is no language tag`,
    fix: 'Use one such as en-US, de-DE or es-MX.',
  },
  FILE_TOO_LARGE: {
    message: (value) => `The file is too large to upload: ${value}, at most 100 MB are possible`,
    fix: 'Split it, or take out images: an assistant searches in the text only.',
  },
  FILE_EMPTY: {
    message: (value) => `The file "${value}" is empty`,
    fix: 'Look at the output of the node that should give it: Vapi takes no files without content.',
  },
  KNOWLEDGE_BASE_UNFINISHED: {
    message: (value) => `${value}`,
    fix: 'Go on with this knowledge base (Add Files, Get), or delete it: doing everything again would make a second one, or add files twice.',
  },
  CHAT_TWO_HISTORIES: {
    message: (value) => `A chat can go on from a session or from a previous chat, not from both: ${value}`,
    fix: 'Leave one of them out. A session keeps the conversation by itself; a previous chat is one answer to build on.',
  },
  CHAT_MESSAGES_INVALID: {
    message: (value) => `${value}`,
    fix: 'Write a list such as [{ "role": "user", "content": "Hello" }]; roles are user, assistant, system, developer and tool.',
  },
  CHAT_NOBODY: {
    message: (value) => `Nobody is there to answer: ${value}`,
    fix: 'Choose an assistant or a squad, or go on from a session or a previous chat, which have one.',
  },
  CHAT_STREAM_FAILED: {
    message: (value) => `Vapi broke off the streamed answer: ${value}`,
    fix: 'The chat may be there nevertheless: check Chat > Get Many before you send it again. Without streaming, an answer comes whole or not at all.',
  },
  GCP_KEY_INVALID: {
    message: (value) => `The service account key of Google Cloud cannot be used: ${value}`,
    fix: 'Paste the whole JSON file that Google Cloud gave you for the key of the service account (IAM, Service Accounts, Keys).',
  },
  SIP_GATEWAY_HOST_INBOUND: {
    message: (value) => `The gateway "${value}" is a host name, from which incoming calls cannot be accepted`,
    fix: 'Switch off Inbound for this gateway, or write its IPv4 address: Vapi accepts a host name for outgoing calls only.',
  },
} satisfies Record<string, ErrorText>;
