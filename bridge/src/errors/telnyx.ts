import type { ErrorTable } from './table';

/** Telnyx: its webhooks, media sockets and REST API. */
export const telnyxErrors = {
  TELNYX_NOT_CONFIGURED: {
    status: 503,
    message: 'Requests of Telnyx cannot be verified, because TELNYX_PUBLIC_KEY is not set.',
    hint: 'Set TELNYX_PUBLIC_KEY and TELNYX_API_KEY (Telnyx portal, Keys & Credentials) and restart the bridge.',
  },
  TELNYX_SIGNATURE_INVALID: {
    status: 403,
    message: 'The telnyx-signature-ed25519 does not match the request.',
    hint: 'Check TELNYX_PUBLIC_KEY, and that nothing in front of the bridge changes the body.',
  },
  TELNYX_SIGNATURE_OUT_OF_DATE: {
    status: 403,
    message: 'The webhook was signed more than five minutes ago, or ahead.',
    hint: 'Set the clock of this machine; if it is right, somebody sends captured webhooks.',
  },
  TELNYX_REQUEST_REPLAYED: {
    status: 403,
    message: 'The signature of the webhook has been used before, for another call.',
    hint: 'Telnyx never does this: look for somebody who sends captured webhooks.',
  },
  TELNYX_REQUEST_INVALID: {
    status: 400,
    message: 'The webhook names no CallSid.',
    hint: 'Use a TeXML application whose voice URL is POST /telnyx/voice; Call Control sends something else.',
  },
  TELNYX_STREAM_REFUSED: {
    status: 403,
    message: 'The address of the stream holds no pass that is good now.',
    hint: 'It is given out with the answer of /telnyx/voice and good for 60 s; a proxy must not cut the query off.',
  },
  TELNYX_CODEC_UNSUPPORTED: {
    status: 502,
    message: "The call's codec could not be changed to PCMU at 8000 Hz, the only one that is spoken here.",
    hint: 'Telnyx converts PCMA only: allow no other codecs than G711U and G711A for the number or connection.',
  },
  TELNYX_MEDIA_LIMIT: {
    status: 503,
    message: 'Too many media sockets are waiting for their start message.',
    hint: 'Telnyx sends "start" at once; look for other clients that reach /telnyx/media.',
  },
  TELNYX_API_FAILED: {
    status: 502,
    message: "Telnyx's REST API did not change the call.",
    hint: 'Check TELNYX_API_KEY and TELNYX_API_BASE_URL.',
  },
  TELNYX_DIAL_FAILED: {
    status: 502,
    message: 'Telnyx has not taken the call to be placed.',
    hint: 'Check TELNYX_ACCOUNT_ID and TELNYX_APPLICATION_ID (a TeXML application with an outbound voice profile); from must be a number of the account.',
  },
  TELNYX_STAYED: {
    status: 502,
    message: 'Telnyx has accepted the end of the call, but its stream goes on.',
    hint: 'Check that TELNYX_API_KEY is of the account, and TELNYX_API_BASE_URL the region, that the call is in.',
  },
} as const satisfies ErrorTable;
