/**
 * Plain words for Vapi's `endedReason`. The enum has several hundred values and grows, so exact values come first
 * and the rest is explained by prefix, the most specific one first; what nobody knows passes through.
 * Source: enum in the OpenAPI, grouped as in Vapi's call troubleshooting page.
 */
const EXACT: Readonly<Record<string, string>> = {
  'customer-ended-call': 'The caller hung up',
  'customer-busy': 'The line was busy',
  'customer-did-not-answer': 'Nobody answered',
  'assistant-ended-call': 'The assistant ended the call',
  'assistant-ended-call-after-message-spoken': 'The assistant ended the call after its last message',
  'assistant-ended-call-with-hangup-task': 'The assistant ended the call',
  'assistant-said-end-call-phrase': 'The assistant said one of its end-call phrases',
  'assistant-forwarded-call': 'The assistant transferred the call',
  'assistant-not-found': 'The assistant does not exist: check the assistant ID and the region of the key',
  'assistant-not-valid': 'The assistant has invalid settings: open it in Vapi and check it',
  'assistant-join-timed-out': 'The assistant did not join the call in time',
  'assistant-request-failed': 'The assistant request got no valid answer in 7.5 seconds',
  'assistant-request-returned-no-assistant': 'The assistant request was answered without an assistant',
  'assistant-request-returned-invalid-assistant':
    'The assistant request was answered with an unknown assistant',
  'assistant-request-returned-forwarding-phone-number':
    'The assistant request was answered with a number, to which the call was forwarded',
  'assistant-request-returned-error': 'The assistant request was answered with an error, which was spoken',
  'call-deleted': 'The call was deleted',
  'call-start-error-neither-assistant-nor-server-set':
    'The number has neither an assistant nor a server URL: set one of them in Vapi',
  'customer-did-not-give-microphone-permission': 'The browser was not allowed to use the microphone',
  'exceeded-max-duration': 'The maximum duration of the assistant was reached',
  'manually-canceled': 'The call was cancelled',
  'phone-call-provider-bypass-enabled-but-no-call-received': 'No call reached Vapi for its TwiML in time',
  'phone-call-provider-closed-websocket': 'The media connection was closed by the carrier side',
  'scheduled-call-deleted': 'The scheduled call was deleted before it started',
  'silence-timed-out': 'Nobody spoke for the silence time-out',
  'twilio-reported-customer-misdialed': 'The number does not exist: check it',
  'vonage-completed': 'The carrier ended the call',
  voicemail: 'A voicemail answered',
  'call.start.error-vapi-number-international': 'Free Vapi numbers cannot call abroad: import a number',
  'call.start.error-vapi-number-outbound-daily-limit':
    'The daily limit of a free Vapi number is used up: import a number',
  'call.start.error-fraud-check-failed': 'The call was stopped by the fraud check: ask Vapi',
  'call.start.error-subscription-frozen': 'The Vapi account is frozen: check billing',
  'call.start.error-subscription-concurrency-limit-reached':
    'All concurrent call slots of the account were in use: call later or buy more',
  'call.start.error-subscription-insufficient-credits': 'The Vapi account has no credit left: top it up',
  'call.in-progress.twilio-completed-call': 'The carrier ended the call',
  'call.in-progress.sip-completed-call': 'The carrier ended the call',
  'call.in-progress.error-transfer-failed': 'The transfer failed',
  'call.in-progress.error-assistant-did-not-receive-customer-audio': 'No audio of the caller arrived',
  'call.ringing.sip-inbound-caller-hungup-before-call-connect':
    'The caller hung up before the call was answered',
  'call.forwarding.operator-busy': 'The transfer failed: the line was busy',
  'call.forwarding.no-answer': 'The transfer failed: nobody answered',
};

const BY_PREFIX: ReadonlyArray<readonly [prefix: string, words: string]> = [
  ['assistant-request', 'The assistant request was not answered as Vapi needs it'],
  ['assistant-', 'The assistant could not go on'],
  ['customer-ended-call', 'The caller hung up'],
  ['customer-', 'The caller could not be reached or left'],
  ['call.start.error-vapifault-', 'Vapi failed to start the call: try again'],
  ['call.start.', 'The call could not be started: check account, number and assistant'],
  ['call.ringing.hook-', 'A hook of the assistant answered the call'],
  ['call.ringing.', 'The call failed while ringing'],
  ['call.forwarding.', 'The transfer failed'],
  ['call.in-progress.error-warm-transfer-', 'The transfer failed before somebody took over'],
  ['call.in-progress.error-sip-', 'The SIP connection failed: check the trunk'],
  ['call.in-progress.error-pipeline-', 'The language model could not be reached: add a fallback'],
  ['call.in-progress.error-providerfault-', 'A provider behind the assistant failed: add a fallback'],
  ['call.in-progress.error-vapifault-', 'Vapi failed during the call'],
  ['call.in-progress.error-', 'An error ended the call'],
  ['call.in-progress.', 'The carrier or a hook ended the call'],
  ['call.ending.hook-', 'A hook of the assistant ended the call'],
  ['pipeline-error-', 'A provider behind the assistant failed: add a fallback'],
  ['pipeline-', 'A provider behind the assistant could not be reached'],
  ['twilio-', 'Twilio could not connect the call'],
  ['vonage-', 'Vonage ended or refused the call'],
  ['phone-call-provider-', 'The carrier closed the call'],
  ['worker-shutdown', 'Vapi restarted during the call'],
];

/**
 * @param reason `endedReason` of a call, e.g. `customer-ended-call`
 * @returns a sentence a builder can read, or the reason itself when it is unknown
 */
export function explainEndedReason(reason: string): string {
  // Own keys only: a reason may have the name of something that every object inherits.
  const exact = Object.hasOwn(EXACT, reason) ? EXACT[reason] : undefined;
  return exact ?? BY_PREFIX.find(([prefix]) => reason.startsWith(prefix))?.[1] ?? reason;
}
