import type { ErrorTable } from './table';

/** SignalWire: its webhooks, media sockets and REST API. */
export const signalwireErrors = {
  SIGNALWIRE_NOT_CONFIGURED: {
    status: 503,
    message: 'Requests of SignalWire cannot be verified, because SIGNALWIRE_SIGNING_KEY is not set.',
    hint: 'Set SIGNALWIRE_SPACE_URL, _PROJECT_ID, _API_TOKEN and _SIGNING_KEY (SignalWire dashboard, API) and restart.',
  },
  SIGNALWIRE_SIGNATURE_INVALID: {
    status: 403,
    message: 'The X-SignalWire-Signature does not match the request.',
    hint: 'Check SIGNALWIRE_SIGNING_KEY, and that BRIDGE_PUBLIC_URL is exactly the address configured at SignalWire.',
  },
  SIGNALWIRE_REQUEST_REPLAYED: {
    status: 403,
    message: 'The signature of the webhook has been used before, for another call.',
    hint: 'SignalWire never does this: look for somebody who sends captured webhooks with their fields moved.',
  },
  SIGNALWIRE_REQUEST_INVALID: {
    status: 400,
    message: 'The webhook names no CallSid of the form that SignalWire uses (a UUID), or another project.',
    hint: 'Check SIGNALWIRE_PROJECT_ID, and let only SignalWire call it: /signalwire/voice and /signalwire/status.',
  },
  SIGNALWIRE_STREAM_REFUSED: {
    status: 403,
    message: 'The handshake of the stream carries no bearer token that is good now.',
    hint: 'It is given out with the answer of /signalwire/voice and good for 60 s: look for other clients.',
  },
  SIGNALWIRE_MEDIA_LIMIT: {
    status: 503,
    message: 'Too many media sockets are waiting for their start message.',
    hint: 'SignalWire sends "start" at once; look for other clients that reach /signalwire/media.',
  },
  SIGNALWIRE_API_FAILED: {
    status: 502,
    message: "SignalWire's Compatibility API did not change the call.",
    hint: 'Check SIGNALWIRE_SPACE_URL, SIGNALWIRE_PROJECT_ID, and the scope "Voice" of SIGNALWIRE_API_TOKEN.',
  },
  SIGNALWIRE_DIAL_FAILED: {
    status: 502,
    message: 'SignalWire has not taken the call to be placed.',
    hint: 'Check the scope "Voice" of SIGNALWIRE_API_TOKEN; from must be a number of the project.',
  },
  SIGNALWIRE_STAYED: {
    status: 502,
    message: 'SignalWire has accepted the end of the call, but its stream goes on.',
    hint: 'Check that SIGNALWIRE_SPACE_URL is the space, and SIGNALWIRE_PROJECT_ID the project, that the call is in.',
  },
} as const satisfies ErrorTable;
