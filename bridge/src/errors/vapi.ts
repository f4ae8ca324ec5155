import type { ErrorTable } from './table';

/** Vapi: its REST API, control addresses and WebSockets. */
export const vapiErrors = {
  VAPI_UNREACHABLE: {
    status: 502,
    message: 'Vapi cannot be reached.',
    hint: 'Check VAPI_BASE_URL and that this machine may open connections to it.',
  },
  VAPI_TIMEOUT: {
    status: 504,
    message: 'Vapi did not answer in time.',
    hint: "Check Vapi's status page and the network; the call is not repeated, because Vapi may have created it.",
  },
  VAPI_REFUSED: {
    status: 502,
    message: 'Vapi refused to create the call.',
    hint: 'Check VAPI_API_KEY (a private key of the same region) and the assistant id.',
  },
  VAPI_BUSY: {
    status: 503,
    message: "Vapi's concurrency limit is reached, the call was not started.",
    hint: 'Raise the concurrency of the Vapi organisation, or lower BRIDGE_MAX_SESSIONS to it.',
  },
  VAPI_ANSWER_INVALID: {
    status: 502,
    message: "Vapi's answer to the creation of the call names no WebSocket address.",
    hint: 'Check that VAPI_BASE_URL is the API of Vapi.',
  },
  VAPI_ADDRESS_REFUSED: {
    status: 502,
    message: 'The WebSocket address in the answer is neither under vapi.ai nor at the host of VAPI_BASE_URL.',
    hint: 'Set VAPI_BASE_URL to the address of the API (or of the stand-in) that is really meant.',
  },
  VAPI_CONTROL_UNAVAILABLE: {
    status: 409,
    message: 'Vapi has named no address for the control of this call that may be used.',
    hint: "Switch monitorPlan.controlEnabled on in the assistant, and check that VAPI_BASE_URL is Vapi's API.",
  },
  VAPI_CONTROL_FAILED: {
    status: 502,
    message: 'Vapi did not take the command for the call.',
    hint: 'The call may just have ended; 401 or 403: its monitorPlan has controlAuthenticationEnabled on, set VAPI_PUBLIC_KEY.',
  },
  VAPI_SOCKET_FAILED: {
    status: 502,
    message: "Vapi's WebSocket could not be opened.",
    hint: 'Check that this machine, or the proxy before it, lets WebSocket connections to vapi.ai through.',
  },
} as const satisfies ErrorTable;
