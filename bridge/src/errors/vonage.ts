import type { ErrorTable } from './table';

/** Vonage: its webhooks, media sockets and REST API. */
export const vonageErrors = {
  VONAGE_NOT_CONFIGURED: {
    status: 503,
    message: 'Calls of Vonage cannot be taken, because not all of its variables are set.',
    hint: 'Set VONAGE_APPLICATION_ID, VONAGE_PRIVATE_KEY and VONAGE_SIGNATURE_SECRET, and restart the bridge.',
  },
  VONAGE_SIGNATURE_INVALID: {
    status: 403,
    message: 'The request carries no valid token of Vonage, or its body is not the one that was signed.',
    hint: 'Switch signed webhooks on in the application, and check VONAGE_SIGNATURE_SECRET, the id and the clock.',
  },
  VONAGE_REQUEST_REPLAYED: {
    status: 403,
    message: 'The token of the request has been used before, for another call or at another address.',
    hint: 'Vonage never does this: look for somebody who sends captured webhooks.',
  },
  VONAGE_REQUEST_INVALID: {
    status: 400,
    message: 'The webhook is not JSON with the uuid of a call.',
    hint: 'Let only Vonage call it, with POST: /vonage/answer as answer URL and /vonage/event as event URL.',
  },
  VONAGE_MEDIA_LIMIT: {
    status: 503,
    message: 'Too many media sockets are waiting for their first message.',
    hint: 'Vonage sends "websocket:connected" at once; look for other clients that reach /vonage/media.',
  },
  VONAGE_API_FAILED: {
    status: 502,
    message: "Vonage's REST API did not change the call.",
    hint: 'Check VONAGE_APPLICATION_ID, VONAGE_PRIVATE_KEY, and that VONAGE_API_BASE_URL is the region of the call.',
  },
  VONAGE_DIAL_FAILED: {
    status: 502,
    message: 'Vonage has not taken the call to be placed.',
    hint: 'Check VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY; from must be a number that the application has.',
  },
  VONAGE_STAYED: {
    status: 502,
    message: 'Vonage has accepted the end of the call, but its stream goes on.',
    hint: 'Check that VONAGE_API_BASE_URL is the region, and VONAGE_APPLICATION_ID the application, that the call is in.',
  },
} as const satisfies ErrorTable;
