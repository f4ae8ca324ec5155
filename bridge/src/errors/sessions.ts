import type { ErrorTable } from './table';

/** Sessions: which there are, and what can be done with them. */
export const sessionErrors = {
  SESSION_UNKNOWN: {
    status: 404,
    message: 'There is no session with this id.',
    hint: 'List the sessions with GET /v1/sessions; only the last 1000 that have ended are kept, until a restart.',
  },
  SESSION_ENDED: {
    status: 409,
    message: 'The session has ended, nothing can be done with its call any more.',
    hint: 'List the live sessions with GET /v1/sessions?state=live.',
  },
  ASSISTANT_NOT_CONNECTED: {
    status: 409,
    message: 'No assistant is connected to the call at this moment.',
    hint: 'Wait until the session is live and its assistantCallId is there, then send the command again.',
  },
  TRANSFER_RUNNING: {
    status: 409,
    message: 'The caller is being handed over already.',
    hint: 'Wait for the event "transfer" that tells what became of it.',
  },
  SESSIONS_FULL: {
    status: 503,
    message: 'The bridge has as many calls as it may have at once.',
    hint: 'Try again when a call has ended, or raise BRIDGE_MAX_SESSIONS.',
  },
  BRIDGE_DRAINING: {
    status: 503,
    message: 'The bridge is about to stop, and takes no more calls.',
    hint: 'Try again when it has been started anew, or at another instance.',
  },
  ASSISTANT_MISSING: {
    status: 400,
    message: 'No assistant is named for the call.',
    hint: 'Send assistantId, assistant or squadId, or set VAPI_ASSISTANT_ID.',
  },
  FROM_MISSING: {
    status: 400,
    message: 'The call has no number to be placed from.',
    hint: "Send from, or set BRIDGE_FROM_NUMBER: a number of the carrier's account.",
  },
} as const satisfies ErrorTable;
