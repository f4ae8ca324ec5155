import fc from 'fast-check';
import { explainEndedReason } from '../../../../nodes/shared/protocol/endedReasons';

it.each([
  ['customer-ended-call', 'The caller hung up'],
  ['customer-did-not-answer', 'Nobody answered'],
  ['voicemail', 'A voicemail answered'],
  // Exact values win over prefixes, longer prefixes over shorter ones.
  ['customer-ended-call-after-warm-transfer-attempt', 'The caller hung up'],
  ['customer-did-something-new', 'The caller could not be reached or left'],
  ['assistant-request-returned-unspeakable-error', 'The assistant request was not answered as Vapi needs it'],
  [
    'assistant-request-returned-forwarding-phone-number',
    'The assistant request was answered with a number, to which the call was forwarded',
  ],
  ['assistant-of-tomorrow', 'The assistant could not go on'],
  [
    'call.in-progress.error-providerfault-openai-llm-failed',
    'A provider behind the assistant failed: add a fallback',
  ],
  ['call.in-progress.error-vapifault-worker-died', 'Vapi failed during the call'],
  [
    'call.in-progress.error-sip-outbound-call-failed-to-connect',
    'The SIP connection failed: check the trunk',
  ],
  ['call.in-progress.error-of-tomorrow', 'An error ended the call'],
  ['call.in-progress.twilio-completed-call', 'The carrier ended the call'],
  ['call.in-progress.hook-of-tomorrow', 'The carrier or a hook ended the call'],
  ['call.start.error-vapifault-get-org', 'Vapi failed to start the call: try again'],
  ['call.forwarding.no-answer', 'The transfer failed: nobody answered'],
])('explains %s', (reason, words) => {
  expect(explainEndedReason(reason)).toBe(words);
});

it.each(['a-reason-of-tomorrow', '', 'constructor', 'toString', '__proto__'])(
  'lets "%s" through, which it does not know',
  (reason) => {
    expect(explainEndedReason(reason)).toBe(reason);
  },
);

it('always gives text', () => {
  fc.assert(fc.property(fc.string(), (reason) => typeof explainEndedReason(reason) === 'string'));
});
