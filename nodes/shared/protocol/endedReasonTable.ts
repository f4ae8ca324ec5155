/** Kinds of ended reasons. */
export type EndedReasonGroup =
  | 'assistant'
  | 'assistantRequest'
  | 'callStart'
  | 'cancelled'
  | 'carrier'
  | 'customer'
  | 'hook'
  | 'provider'
  | 'ringing'
  | 'sip'
  | 'timeLimit'
  | 'transfer'
  | 'unknown'
  | 'vapi';

/**
 * What happened; what to do in a few words, for behind a colon; what to do as sentences, where there is more to say.
 */
export type EndedReasonRow = readonly [text: string, hint?: string, whatToDo?: string];

export interface EndedReasonEntries {
  exact: Readonly<Record<string, EndedReasonRow>>;
  /** For the rest: the longest prefix counts. */
  prefixes: Readonly<Record<string, EndedReasonRow>>;
}

const OVER = 'The carrier ended the call';
const HUNG_UP = 'The caller hung up';

/** Source: enum in Vapi's OpenAPI; meanings and remedies as in Vapi's pages on ended reasons and call errors. */
export const ENDED_REASONS: Readonly<Record<Exclude<EndedReasonGroup, 'unknown'>, EndedReasonEntries>> = {
  assistant: {
    exact: {
      'assistant-ended-call': ['The assistant ended the call'],
      'assistant-ended-call-after-message-spoken': ['The assistant ended the call after its last message'],
      'assistant-ended-call-with-hangup-task': ['The assistant ended the call'],
      'assistant-said-end-call-phrase': [
        'The assistant said one of its end-call phrases',
        undefined,
        'If calls end too early, choose end-call phrases that the assistant does not say by chance.',
      ],
      'assistant-forwarded-call': ['The assistant transferred the call'],
      'assistant-join-timed-out': [
        'The assistant did not join the call in time',
        undefined,
        'Try again. If it happens often, ask Vapi with the ID of the call.',
      ],
    },
    prefixes: {
      'assistant-': ['The assistant could not go on', undefined, 'Open the call in Vapi and read its logs.'],
    },
  },
  assistantRequest: {
    exact: {
      'assistant-request-failed': [
        'The assistant request got no valid answer in 7.5 seconds',
        undefined,
        'Look at the execution of the workflow that answers the request, and at whether n8n is reached from outside. Answer within six seconds.',
      ],
      'assistant-request-returned-no-assistant': [
        'The assistant request was answered without an assistant',
        undefined,
        'Answer with an assistant, a squad, a destination or a spoken error.',
      ],
      'assistant-request-returned-invalid-assistant': [
        'The assistant request was answered with an unknown assistant',
        undefined,
        'Check the ID in the answer, and that the assistant belongs to the same organisation and region. An assistant written as JSON must have fields that Vapi accepts.',
      ],
      'assistant-request-returned-forwarding-phone-number': [
        'The assistant request was answered with a number, to which the call was forwarded',
      ],
      'assistant-request-returned-error': [
        'The assistant request was answered with an error, which was spoken',
      ],
    },
    prefixes: {
      'assistant-request': [
        'The assistant request was not answered as Vapi needs it',
        undefined,
        'Look at the execution of the workflow that answers the request.',
      ],
    },
  },
  callStart: {
    exact: {
      'assistant-not-found': [
        'The assistant does not exist',
        'check the assistant ID and the region of the key',
      ],
      'assistant-not-valid': ['The assistant has invalid settings', 'open it in Vapi and check it'],
      'call-start-error-neither-assistant-nor-server-set': [
        'The number has neither an assistant nor a server URL',
        'set one of them in Vapi',
      ],
      'call.start.error-vapi-number-international': [
        'Free Vapi numbers cannot call abroad',
        'import a number',
        'Import a number of a carrier into Vapi and call from that one.',
      ],
      'call.start.error-vapi-number-outbound-daily-limit': [
        'The daily limit of a free Vapi number is used up',
        'import a number',
        'Import a number of a carrier into Vapi and call from that one, or go on tomorrow.',
      ],
      'call.start.error-fraud-check-failed': ['The call was stopped by the fraud check', 'ask Vapi'],
      'call.start.error-subscription-frozen': [
        'The Vapi account is frozen',
        'check billing',
        'A payment failed: check billing in Vapi.',
      ],
      'call.start.error-subscription-concurrency-limit-reached': [
        'All concurrent call slots of the account were in use',
        'call later or buy more',
      ],
      'call.start.error-subscription-insufficient-credits': [
        'The Vapi account has no credit left',
        'top it up',
        'Top up the account in Vapi, or switch on automatic reload.',
      ],
    },
    prefixes: {
      'call.start.': ['The call could not be started', 'check account, number and assistant'],
      'call.start.error-subscription-': [
        'The call could not be started',
        'check account, number and assistant',
        'Check subscription and billing in Vapi, and ask Vapi if they are in order.',
      ],
      'call.start.error-enterprise-feature-': [
        'The call could not be started',
        'check account, number and assistant',
        'The assistant uses a feature of the enterprise plan, such as consent to recording: switch it off, or change the plan.',
      ],
      'call.start.error-get-': [
        'The call could not be started',
        'check account, number and assistant',
        'Check that assistant, phone number and customer exist in the organisation and region of the key, and that their settings are valid.',
      ],
      'call.start.assistant-version-': [
        'The call could not be started',
        'check account, number and assistant',
        'The chosen version of the assistant has invalid settings: open it in Vapi, or call with another version.',
      ],
      'call.start.error-vapifault-': ['Vapi failed to start the call', 'try again'],
    },
  },
  cancelled: {
    exact: {
      'call-deleted': ['The call was deleted'],
      'manually-canceled': ['The call was cancelled'],
      'scheduled-call-deleted': ['The scheduled call was deleted before it started'],
    },
    prefixes: {},
  },
  carrier: {
    exact: {
      'phone-call-provider-bypass-enabled-but-no-call-received': [
        'No call reached Vapi for its TwiML in time',
        undefined,
        'Give the TwiML of the call to Twilio unchanged and at once.',
      ],
      'phone-call-provider-closed-websocket': [
        'The media connection was closed by the carrier side',
        undefined,
        'Look at the logs of the carrier, and at whether the caller hung up then.',
      ],
      'twilio-reported-customer-misdialed': [
        'The number does not exist',
        'check it',
        'Check the number: its country code, and whether digits are missing.',
      ],
      'vonage-completed': [OVER],
      'call.in-progress.twilio-completed-call': [OVER],
    },
    prefixes: {
      'twilio-': [
        'Twilio could not connect the call',
        undefined,
        'Check the number, and in Twilio the log and the geographic permissions for its country.',
      ],
      'vonage-': ['Vonage ended or refused the call', undefined, 'Look at the logs of Vonage.'],
      'phone-call-provider-': ['The carrier closed the call', undefined, 'Look at the logs of the carrier.'],
      'call.in-progress.': ['The carrier or a hook ended the call'],
      'call.in-progress.error-providerfault-transport-': [
        'The carrier did not connect the call to Vapi',
        undefined,
        'Look at the logs of the carrier.',
      ],
    },
  },
  customer: {
    exact: {
      'customer-ended-call': [HUNG_UP],
      'customer-busy': ['The line was busy', undefined, 'Call again later.'],
      'customer-did-not-answer': ['Nobody answered', undefined, 'Call again later.'],
      'customer-did-not-give-microphone-permission': [
        'The browser was not allowed to use the microphone',
        undefined,
        'Ask for the microphone on the page before the call begins.',
      ],
      voicemail: [
        'A voicemail answered',
        undefined,
        'Call again later. If humans are taken for a voicemail, change the voicemail detection of the assistant.',
      ],
      'call.in-progress.error-assistant-did-not-receive-customer-audio': [
        'No audio of the caller arrived',
        undefined,
        'The caller may have hung up without a sign. If it happens often, check microphone, network or trunk.',
      ],
    },
    prefixes: {
      'customer-ended-call': [HUNG_UP],
      'customer-': ['The caller could not be reached or left'],
    },
  },
  hook: {
    exact: {},
    prefixes: {
      'call.ringing.hook-': ['A hook of the assistant answered the call'],
      'call.ending.hook-': ['A hook of the assistant ended the call'],
    },
  },
  provider: {
    exact: {},
    prefixes: {
      'pipeline-': [
        'A provider behind the assistant could not be reached',
        undefined,
        'Check model, voice and transcriber of the assistant, and add a fallback to each of them.',
      ],
      'pipeline-error-': ['A provider behind the assistant failed', 'add a fallback'],
      'call.in-progress.error-providerfault-': ['A provider behind the assistant failed', 'add a fallback'],
      'call.in-progress.error-pipeline-': [
        'The language model could not be reached',
        'add a fallback',
        'Check the model of the assistant and, for a model of your own, that its URL is reached from outside. Add a fallback.',
      ],
    },
  },
  ringing: {
    exact: {
      'call.ringing.sip-inbound-caller-hungup-before-call-connect': [
        'The caller hung up before the call was answered',
      ],
    },
    prefixes: {
      'call.ringing.': [
        'The call failed while ringing',
        undefined,
        'Look at the logs of the carrier or SIP trunk.',
      ],
    },
  },
  sip: {
    exact: {
      'call.in-progress.sip-completed-call': [OVER],
      'call.in-progress.error-providerfault-outbound-sip-403-forbidden': [
        'The SIP carrier did not put the call through',
        'it forbids this call',
        'Check user and password of the trunk in Vapi, and in the account of the carrier the countries and caller IDs that are allowed.',
      ],
      'call.in-progress.error-providerfault-outbound-sip-407-proxy-authentication-required': [
        'The SIP carrier did not put the call through',
        'check the login of the trunk',
        'Write user and password of the trunk into its credential in Vapi.',
      ],
      'call.in-progress.error-providerfault-outbound-sip-408-request-timeout': [
        'The SIP carrier did not put the call through',
        'it did not answer in time',
        'Check address and port of the gateway, and that the firewall of the carrier lets the addresses of Vapi in.',
      ],
      'call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable': [
        'The SIP carrier did not put the call through',
        'the line is not available',
        'Call again later. A SIP phone has to be registered with its carrier.',
      ],
    },
    prefixes: {
      'call.in-progress.error-providerfault-outbound-sip-': [
        'The SIP carrier did not put the call through',
        'check the trunk',
        'Try again later, and look at the logs and the status page of the carrier.',
      ],
      'call.in-progress.error-sip-': [
        'The SIP connection failed',
        'check the trunk',
        'Check gateway, login and codecs of the trunk, and look at the logs of the carrier.',
      ],
    },
  },
  timeLimit: {
    exact: {
      'exceeded-max-duration': [
        'The maximum duration of the assistant was reached',
        undefined,
        'If calls end too early, raise the maximum duration of the assistant.',
      ],
      'silence-timed-out': [
        'Nobody spoke for the silence time-out',
        undefined,
        'If calls end too early, raise the silence time-out of the assistant.',
      ],
    },
    prefixes: {},
  },
  transfer: {
    exact: {
      'call.in-progress.error-transfer-failed': [
        'The transfer failed',
        undefined,
        'Check the destination: its format, and that it can be reached from the number that the call runs on.',
      ],
      'call.forwarding.operator-busy': ['The transfer failed: the line was busy'],
      'call.forwarding.no-answer': ['The transfer failed: nobody answered'],
    },
    prefixes: {
      'call.forwarding.': ['The transfer failed', undefined, 'Check the destination of the transfer.'],
      'call.in-progress.error-warm-transfer-': [
        'The transfer failed before somebody took over',
        undefined,
        'Check that the destination is answered by somebody who speaks, and the time limits of the transfer plan.',
      ],
    },
  },
  vapi: {
    exact: {},
    prefixes: {
      'call.in-progress.error-': [
        'An error ended the call',
        undefined,
        'Open the call in Vapi and read its logs.',
      ],
      'call.in-progress.error-vapifault-': [
        'Vapi failed during the call',
        undefined,
        'Try again. If it happens often, ask Vapi with the IDs of the calls.',
      ],
      'worker-shutdown': ['Vapi restarted during the call', undefined, 'Call again.'],
    },
  },
};
