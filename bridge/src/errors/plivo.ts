import type { ErrorTable } from './table';

/** Plivo: its webhooks, media sockets and REST API. */
export const plivoErrors = {
  PLIVO_NOT_CONFIGURED: {
    status: 503,
    message: 'Calls of Plivo cannot be taken, because PLIVO_AUTH_ID or PLIVO_AUTH_TOKEN is not set.',
    hint: 'Set both (Plivo console, Overview) and restart the bridge.',
  },
  PLIVO_SIGNATURE_INVALID: {
    status: 403,
    message: 'The X-Plivo-Signature-V3 does not match the request.',
    hint: 'Check PLIVO_AUTH_TOKEN, and that BRIDGE_PUBLIC_URL is exactly the address configured at Plivo.',
  },
  PLIVO_REQUEST_REPLAYED: {
    status: 403,
    message: 'The nonce of the webhook has been used before, for another call.',
    hint: 'Plivo never does this: look for somebody who sends captured webhooks with their fields moved.',
  },
  PLIVO_REQUEST_INVALID: {
    status: 400,
    message: 'The webhook names no CallUUID of the form that Plivo uses.',
    hint: 'Let only Plivo call it, with POST: /plivo/answer as answer URL and /plivo/status as hangup URL.',
  },
  PLIVO_MEDIA_LIMIT: {
    status: 503,
    message: 'Too many media sockets are waiting for their start message.',
    hint: 'Plivo sends "start" at once; look for other clients that reach /plivo/media.',
  },
  PLIVO_API_FAILED: {
    status: 502,
    message: "Plivo's REST API did not change the call.",
    hint: 'Check PLIVO_AUTH_ID, PLIVO_AUTH_TOKEN and PLIVO_API_BASE_URL.',
  },
  PLIVO_DIAL_FAILED: {
    status: 502,
    message: 'Plivo has not taken the call to be placed.',
    hint: 'Check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN; from must be a number of the account, and the country be allowed (Plivo console, Voice, Geo permissions).',
  },
  PLIVO_STAYED: {
    status: 502,
    message: 'Plivo has accepted the end of the call, but its stream goes on.',
    hint: 'Check that PLIVO_AUTH_ID is the account, or subaccount, that the call is in.',
  },
} as const satisfies ErrorTable;
