import type { ErrorTable } from './table';

/** Recordings, and listening to other calls of Vapi's. */
export const recordingErrors = {
  RECORDING_UNKNOWN: {
    status: 404,
    message: 'There is no recording with this id.',
    hint: 'List the recordings with GET /v1/recordings; old ones go by BRIDGE_RECORDING_DAYS and BRIDGE_RECORDING_MIB.',
  },
  RECORDING_RUNNING: {
    status: 409,
    message: 'The recording is still being made.',
    hint: 'Wait for the event recording.ready, or stop it with POST /v1/recordings/{id}/stop.',
  },
  RECORDING_NOT_RUNNING: {
    status: 409,
    message: 'Nothing is being recorded here, or nothing was heard.',
    hint: 'Start the recording of a session with {"action":"start"}, or set BRIDGE_RECORD to on for all calls.',
  },
  RECORDING_RANGE_INVALID: {
    status: 416,
    message: 'The recording has nothing in the range that is asked for.',
    hint: 'Ask for bytes within the size that Content-Range and the bytes of the recording name.',
  },
  LISTEN_LIMIT: {
    status: 503,
    message: 'No more calls can be listened to at a time.',
    hint: 'Wait until one that is listened to has ended.',
  },
  LISTEN_ADDRESS_REFUSED: {
    status: 400,
    message: 'The listenUrl is neither a wss: address under vapi.ai nor at the host of VAPI_BASE_URL.',
    hint: 'Send monitor.listenUrl of the call as it stands in the answer of Vapi.',
  },
  LISTEN_CALL_UNKNOWN: {
    status: 404,
    message: 'Vapi knows no call with this id.',
    hint: 'Check the callId, and that VAPI_API_KEY is of the same organisation as the call.',
  },
  LISTEN_CALL_FAILED: {
    status: 502,
    message: 'Vapi did not show the call.',
    hint: "Check VAPI_API_KEY (a private key of the same region) and Vapi's status page.",
  },
  LISTEN_REFUSED: {
    status: 502,
    message: 'Vapi does not let the bridge listen to the call.',
    hint: 'Its monitorPlan has listenAuthenticationEnabled on: set VAPI_PUBLIC_KEY to the public key of its organisation.',
  },
  LISTEN_UNAVAILABLE: {
    status: 409,
    message: 'Vapi names no address at which the call can be listened to.',
    hint: 'The call must be live, and monitorPlan.listenEnabled must be on in its assistant.',
  },
} as const satisfies ErrorTable;
