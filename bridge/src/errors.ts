/**
 * The one table of failures: each code (`AREA_REASON`) with its HTTP status, what happened, and how to mend it.
 * Texts are constant; the offending value goes into `detail`, which must never hold a secret or a phone number.
 */
const table = {
  API_KEY_MISSING: {
    status: 401,
    message: 'The request carries no API key.',
    hint: 'Send the header "Authorization: Bearer <BRIDGE_API_KEY>".',
  },
  API_KEY_WRONG: {
    status: 401,
    message: 'The API key of the request is not the one of this bridge.',
    hint: 'Use the value of BRIDGE_API_KEY with which the bridge was started.',
  },
  METRICS_TOKEN_MISSING: {
    status: 401,
    message: 'The request for the metrics carries no token.',
    hint: 'Send "Authorization: Bearer <BRIDGE_METRICS_TOKEN>", or <BRIDGE_API_KEY> where no such token is set.',
  },
  METRICS_TOKEN_WRONG: {
    status: 401,
    message: 'The token of the request does not open the metrics of this bridge.',
    hint: 'Use BRIDGE_METRICS_TOKEN as the bridge was started with it, or BRIDGE_API_KEY where no such token is set.',
  },
  RATE_LIMITED: {
    status: 429,
    message: 'Too many requests, or too many wrong keys, have come from this address.',
    hint: 'Wait as long as Retry-After says. Behind a proxy, set BRIDGE_TRUSTED_PROXIES, or all clients count as one.',
  },
  SESSION_UNKNOWN: {
    status: 404,
    message: 'There is no live session with this id.',
    hint: 'List the live sessions with GET /v1/sessions; a session disappears when its call has ended.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    message: 'There is no such route.',
    hint: 'The routes are listed in the README of the bridge.',
  },
  REQUEST_INVALID: {
    status: 400,
    message: 'The request cannot be read.',
    hint: 'Check method, content type and size of the body.',
  },
  INTERNAL_ERROR: {
    status: 500,
    message: 'The bridge failed to handle the request.',
    hint: 'Look for "request failed" in the log of the bridge.',
  },
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
  CARRIER_STAYED: {
    status: 502,
    message: 'The carrier has accepted the end of the call, but its stream goes on.',
    hint: 'Check that TWILIO_API_BASE_URL is the region, and TWILIO_ACCOUNT_SID the account, that the call is in.',
  },
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
  VAPI_SOCKET_FAILED: {
    status: 502,
    message: "Vapi's WebSocket could not be opened.",
    hint: 'Check that this machine, or the proxy before it, lets WebSocket connections to vapi.ai through.',
  },
} as const;

export type ErrorCode = keyof typeof table;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(table, text);
}

/** A failure of the table, with an optional harmless detail such as a status code. */
export class BridgeError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly hint: string;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string) {
    const entry = table[code];
    super(detail === undefined ? entry.message : `${entry.message} (${detail})`);
    this.name = 'BridgeError';
    this.code = code;
    this.status = entry.status;
    this.hint = entry.hint;
    this.detail = detail;
  }

  /** The body of a REST error. */
  toJSON(): { error: { code: ErrorCode; message: string; hint: string } } {
    return { error: { code: this.code, message: this.message, hint: this.hint } };
  }
}

/**
 * What may be logged about a failure. Messages of foreign errors can quote addresses that join a call (ws, undici
 * and URL do), so only their kind and code are kept.
 */
export function describeError(error: unknown): Record<string, string | undefined> {
  if (error instanceof BridgeError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as NodeJS.ErrnoException).code;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { kind: error.name, code: code === undefined ? undefined : String(code), at: frames?.[0]?.trim() };
}
