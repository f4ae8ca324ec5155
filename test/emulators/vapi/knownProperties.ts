/**
 * Top-level properties that Vapi takes. It refuses any other one (`property X should not exist`), which its
 * OpenAPI does not say; on the other hand it takes some that the OpenAPI lacks. Source: Vapi's OpenAPI of
 * 2026-08-20, and its docs for the extras.
 */

/** In the docs or in first-party code, but not in the OpenAPI. */
const CALL_EXTRAS = ['phoneCallProviderBypassEnabled', 'metadata', 'type'];
const ASSISTANT_LEGACY = [
  'silenceTimeoutSeconds',
  'customerJoinTimeoutSeconds',
  'serverUrl',
  'serverUrlSecret',
  'endCallFunctionEnabled',
  'backgroundDenoisingEnabled',
];

export const CALL_PROPERTIES = [
  ...['assistantVersion', 'transport', 'customers', 'name', 'schedulePlan', 'assistantId', 'assistant'],
  ...['assistantOverrides', 'squadId', 'squad', 'squadOverrides', 'workflowId', 'workflow'],
  ...['workflowOverrides', 'phoneNumberId', 'phoneNumber', 'customerId', 'customer'],
  ...CALL_EXTRAS,
];

export const ASSISTANT_PROPERTIES = [
  ...['transcriber', 'model', 'voice', 'firstMessage', 'firstMessageInterruptionsEnabled'],
  ...['firstMessageMode', 'voicemailDetection', 'clientMessages', 'serverMessages', 'maxDurationSeconds'],
  ...['backgroundSound', 'modelOutputInMessagesEnabled', 'transportConfigurations', 'observabilityPlan'],
  ...['credentials', 'hooks', 'name', 'voicemailMessage', 'endCallMessage', 'endCallPhrases'],
  ...['compliancePlan', 'metadata', 'backgroundSpeechDenoisingPlan', 'analysisPlan', 'artifactPlan'],
  ...['startSpeakingPlan', 'stopSpeakingPlan', 'monitorPlan', 'credentialIds', 'server', 'keypadInputPlan'],
  ...ASSISTANT_LEGACY,
];

/** Of a server, wherever one is; `secret` is no longer in the OpenAPI, yet first-party code sends it. */
export const SERVER_PROPERTIES = [
  ...['url', 'timeoutSeconds', 'credentialId', 'headers', 'backoffPlan', 'staticIpAddressesEnabled'],
  ...['encryptedPaths', 'secret'],
];

export const FUNCTION_PROPERTIES = ['name', 'strict', 'description', 'parameters'];

/** Overrides are an assistant and two more. */
export const OVERRIDE_PROPERTIES = [...ASSISTANT_PROPERTIES, 'variableValues', 'tools:append'];

/** Properties and required ones of a union member, by the value of its tag. */
export interface Variant {
  properties: string[];
  required: string[];
}

function variants(tag: string, common: string[], table: Record<string, [string[], string[]?]>) {
  return new Map<string, Variant>(
    Object.entries(table).map(([name, [own, required = []]]) => [
      name,
      { properties: [tag, ...common, ...own], required },
    ]),
  );
}

const STORED_NUMBER = ['number', 'credentialId'];

export const PHONE_NUMBER_VARIANTS = variants(
  'provider',
  ['fallbackDestination', 'hooks', 'name', 'assistantId', 'workflowId', 'squadId', 'server'],
  {
    'byo-phone-number': [['numberE164CheckEnabled', ...STORED_NUMBER], ['credentialId']],
    twilio: [
      ['smsEnabled', 'number', 'twilioAccountSid', 'twilioAuthToken', 'twilioApiKey', 'twilioApiSecret'],
      ['number', 'twilioAccountSid'],
    ],
    vonage: [STORED_NUMBER, STORED_NUMBER],
    telnyx: [STORED_NUMBER, STORED_NUMBER],
    vapi: [['numberDesiredAreaCode', 'sipUri', 'authentication']],
  },
);

const AGENT_TOOL = ['subType', 'server', 'name'];

export const TOOL_VARIANTS = variants('type', ['messages', 'rejectionPlan'], {
  function: [['async', 'server', 'variableExtractionPlan', 'parameters', 'function']],
  apiRequest: [
    [
      ...['name', 'method', 'timeoutSeconds', 'credentialId', 'encryptedPaths', 'parameters', 'description'],
      ...['url', 'body', 'headers', 'backoffPlan', 'variableExtractionPlan'],
    ],
    ['method', 'url'],
  ],
  transferCall: [['destinations']],
  handoff: [['defaultResult', 'destinations', 'function']],
  endCall: [[]],
  dtmf: [['sipInfoDtmfEnabled']],
  voicemail: [['beepDetectionEnabled']],
  sms: [[]],
  query: [['knowledgeBases']],
  mcp: [['server', 'toolMessages', 'metadata']],
  sipRequest: [['verb', 'headers', 'body'], ['verb']],
  code: [
    [
      ...['async', 'server', 'code', 'environmentVariables', 'timeoutSeconds', 'credentialId'],
      ...['variableExtractionPlan', 'function'],
    ],
    ['code'],
  ],
  bash: [AGENT_TOOL, ['subType', 'name']],
  computer: [
    [...AGENT_TOOL, 'displayWidthPx', 'displayHeightPx', 'displayNumber'],
    ['subType', 'name', 'displayWidthPx', 'displayHeightPx'],
  ],
  textEditor: [AGENT_TOOL, ['subType', 'name']],
  'google.calendar.event.create': [[]],
  'google.calendar.availability.check': [[]],
  'google.sheets.row.append': [[]],
  'slack.message.send': [[]],
  'gohighlevel.calendar.availability.check': [[]],
  'gohighlevel.calendar.event.create': [[]],
  'gohighlevel.contact.create': [[]],
  'gohighlevel.contact.get': [[]],
});

const S3_KEYS = ['awsAccessKeyId', 'awsSecretAccessKey', 'region', 's3BucketName', 's3PathPrefix'];
const API_KEY = ['apiKey'];

export const CREDENTIAL_VARIANTS = variants('provider', ['name'], {
  'byo-sip-trunk': [
    [
      ...['gateways', 'outboundAuthenticationPlan', 'outboundLeadingPlusEnabled', 'techPrefix'],
      'sipDiversionHeader',
    ],
    ['gateways'],
  ],
  s3: [[...S3_KEYS, 'fallbackIndex'], S3_KEYS],
  's3-compatible': [['bucketPlan', 'fallbackIndex'], ['bucketPlan']],
  gcp: [['fallbackIndex', 'gcpKey', 'region', 'bucketPlan'], ['gcpKey']],
  cloudflare: [['accountId', 'apiKey', 'accountEmail', 'fallbackIndex', 'bucketPlan']],
  azure: [['service', 'region', 'apiKey', 'fallbackIndex', 'bucketPlan'], ['service']],
  supabase: [['fallbackIndex', 'bucketPlan']],
  'custom-llm': [['apiKey', 'authenticationPlan'], API_KEY],
  webhook: [['authenticationPlan'], ['authenticationPlan']],
  'custom-credential': [['authenticationPlan', 'encryptionPlan'], ['authenticationPlan']],
  twilio: [['authToken', 'apiKey', 'apiSecret', 'accountSid'], ['accountSid']],
  vonage: [
    ['apiSecret', 'apiKey'],
    ['apiSecret', 'apiKey'],
  ],
  openai: [API_KEY, API_KEY],
  '11labs': [['apiKey', 'apiUrl'], API_KEY],
  deepgram: [['apiKey', 'apiUrl'], API_KEY],
  langfuse: [
    ['publicKey', 'apiKey', 'apiUrl'],
    ['publicKey', 'apiKey', 'apiUrl'],
  ],
});
