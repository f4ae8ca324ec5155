import type { ErrorTable } from './table';

/** Twilio: its webhooks, media sockets and REST API. */
export const twilioErrors = {
  TWILIO_NOT_CONFIGURED: {
    status: 503,
    message: 'Requests of Twilio cannot be verified, because TWILIO_AUTH_TOKEN is not set.',
    hint: 'Set TWILIO_AUTH_TOKEN (Twilio console, Account, API keys & tokens) and restart the bridge.',
  },
  TWILIO_SIGNATURE_INVALID: {
    status: 403,
    message: 'The X-Twilio-Signature does not match the request.',
    hint: 'Check TWILIO_AUTH_TOKEN, and that BRIDGE_PUBLIC_URL is exactly the address configured at Twilio.',
  },
  TWILIO_REQUEST_REPLAYED: {
    status: 403,
    message: 'The signature of the webhook has been used before, for another call.',
    hint: 'Twilio never does this: look for somebody who sends captured webhooks with their fields moved.',
  },
  TWILIO_REQUEST_INVALID: {
    status: 400,
    message:
      'The webhook names no CallSid or AccountSid of the form that Twilio uses (CA or AC, 32 hex digits).',
    hint: "Let only Twilio call it: /twilio/voice as the number's voice URL and /twilio/status as its status callback.",
  },
  TWILIO_MEDIA_LIMIT: {
    status: 503,
    message: 'Too many media sockets are waiting for their start message.',
    hint: 'Twilio sends "start" at once; look for other clients that reach /twilio/media.',
  },
  TWILIO_API_FAILED: {
    status: 502,
    message: "Twilio's REST API did not change the call.",
    hint: 'Check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_API_BASE_URL.',
  },
  TWILIO_DIAL_FAILED: {
    status: 502,
    message: 'Twilio has not taken the call to be placed.',
    hint: "Twilio's error number is looked up at twilio.com/docs/api/errors; from must be a number of the account.",
  },
  TWILIO_STAYED: {
    status: 502,
    message: 'Twilio has accepted the end of the call, but its stream goes on.',
    hint: 'Check that TWILIO_API_BASE_URL is the region, and TWILIO_ACCOUNT_SID the account, that the call is in.',
  },
} as const satisfies ErrorTable;
