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
  'assistant-said-end-call-phrase': 'The assistant said one of its end-call phrases',
  'assistant-forwarded-call': 'The assistant transferred the call',
  'assistant-not-found': 'The assistant does not exist: check the assistant ID and the region of the key',
  'assistant-request-failed': 'The assistant request got no valid answer in 7.5 seconds',
  'assistant-request-returned-no-assistant': 'The assistant request was answered without an assistant',
  'assistant-request-returned-invalid-assistant':
    'The assistant request was answered with an unknown assistant',
  'exceeded-max-duration': 'The maximum duration of the assistant was reached',
  'manually-canceled': 'The call was cancelled',
  'phone-call-provider-bypass-enabled-but-no-call-received': 'No call reached Vapi for its TwiML in time',
  'phone-call-provider-closed-websocket': 'The media connection was closed by the carrier side',
  'scheduled-call-deleted': 'The scheduled call was deleted before it started',
  'silence-timed-out': 'Nobody spoke for the silence time-out',
  'twilio-reported-customer-misdialed': 'The number does not exist: check it',
  voicemail: 'A voicemail answered',
  'call.start.error-vapi-number-international': 'Free Vapi numbers cannot call abroad: import a number',
  'call.start.error-vapi-number-outbound-daily-limit':
    'The daily limit of a free Vapi number is used up: import a number',
  'call.start.error-subscription-concurrency-limit-reached':
    'All concurrent call slots of the account were in use: call later or buy more',
  'call.start.error-subscription-insufficient-credits': 'The Vapi account has no credit left: top it up',
};

const BY_PREFIX: ReadonlyArray<readonly [prefix: string, words: string]> = [
  ['assistant-request', 'The assistant request was not answered as Vapi needs it'],
  ['assistant-', 'The assistant could not go on'],
  ['customer-ended-call', 'The caller hung up'],
  ['customer-', 'The caller could not be reached or left'],
  ['call.start.error-', 'The call could not be started: check account, number and assistant'],
  ['call.ringing.', 'The call failed while ringing'],
  ['call.forwarding.', 'The transfer failed'],
  ['call.in-progress.error-assistant-did-not-receive-customer-audio', 'No audio of the caller arrived'],
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
