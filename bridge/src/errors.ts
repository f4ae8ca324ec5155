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
  TICKET_INVALID: {
    status: 401,
    message: 'The ticket of the WebSocket request is unknown, used or expired.',
    hint: 'Get a new one with POST /v1/tickets for each WebSocket; it is good once and for 30 s.',
  },
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
  CARRIER_TRANSFER_UNAVAILABLE: {
    status: 501,
    message: 'Calls of this carrier cannot be handed over by the bridge.',
    hint: 'Hand over at the carrier itself, or take the call over another carrier.',
  },
  TRANSFER_RUNNING: {
    status: 409,
    message: 'The caller is being handed over already.',
    hint: 'Wait for the event "transfer" that tells what became of it.',
  },
  CARRIER_NOT_READY: {
    status: 409,
    message: 'The stream of the carrier is not there yet.',
    hint: 'Wait until the session is live, then send the command again.',
  },
  BODY_INVALID: {
    status: 400,
    message: 'The body of the request is not what this route takes.',
    hint: 'Send JSON of the form that /openapi.json describes for this route.',
  },
  QUERY_INVALID: {
    status: 400,
    message: 'The query of the request is not what this route takes.',
    hint: 'See /openapi.json for the parameters of this route; a cursor is the nextCursor of the page before.',
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
  CARRIER_UNKNOWN: {
    status: 400,
    message: 'There is no carrier of this name.',
    hint: 'The names of the carriers are listed in the README of the bridge.',
  },
  CARRIER_DIAL_UNAVAILABLE: {
    status: 501,
    message: 'No calls can be placed by this carrier.',
    hint: 'Set the variables of a carrier that places calls (README of the bridge, "Calls out"), and restart the bridge.',
  },
  RECORDING_UNKNOWN: {
    status: 404,
    message: 'There is no recording with this id.',
    hint: 'List the recordings with GET /v1/recordings; old ones go by BRIDGE_RECORDING_DAYS and BRIDGE_RECORDING_MIB.',
  },
  RECORDING_RUNNING: {
    status: 409,
    message: 'The recording is still being made.',
    hint: 'Wait for the event recording.ready, or stop it with POST /v1/sessions/{id}/recording.',
  },
  RECORDING_NOT_RUNNING: {
    status: 409,
    message: 'The session is not being recorded, or nothing was heard.',
    hint: 'Start the recording with {"action":"start"}, or set BRIDGE_RECORD to on for all calls.',
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
  LISTEN_UNAVAILABLE: {
    status: 409,
    message: 'Vapi names no address at which the call can be listened to.',
    hint: 'The call must be live, and monitorPlan.listenEnabled must be on in its assistant.',
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
  TWILIO_DIAL_FAILED: {
    status: 502,
    message: 'Twilio has not taken the call to be placed.',
    hint: "Twilio's error number is looked up at twilio.com/docs/api/errors; from must be a number of the account.",
  },
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
  STREAM_FORMAT_UNSUPPORTED: {
    status: 502,
    message: "The stream's audio is in a format that is not spoken here.",
    hint: 'Twilio, SignalWire and Plivo are asked for mu-law at 8000 Hz, Vonage for audio/l16: only documents of the bridge may open its streams.',
  },
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
    message: 'The token of the webhook has been used before, for another call.',
    hint: 'Vonage never does this: look for somebody who sends captured webhooks with another body.',
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
  CARRIER_STAYED: {
    status: 502,
    message: 'The carrier has accepted the end of the call, but its stream goes on.',
    hint: 'Check that TWILIO_API_BASE_URL is the region, and TWILIO_ACCOUNT_SID the account, that the call is in.',
  },
  EVENT_UNKNOWN: {
    status: 404,
    message: 'There is no dead letter with this id.',
    hint: 'List them with GET /v1/events/dead; one that was sent again, deleted, or is older than 30 days, has left.',
  },
  EVENTS_READERS_LIMIT: {
    status: 503,
    message: 'Too many read the stream of events.',
    hint: 'Close WebSockets of /v1/events that are not needed.',
  },
  EVENTS_STORE_FAILED: {
    status: 503,
    message: 'The outbox of the events, outbox.db in BRIDGE_DATA_DIR, cannot be used.',
    hint: 'Give each bridge a BRIDGE_DATA_DIR of its own that it may write to, on a disk with space left.',
  },
  GATEWAY_UNKNOWN: {
    status: 404,
    message: 'There is no workflow of this name.',
    hint: 'Name it in BRIDGE_WEBHOOKS (/vapi/webhook/<name>) or BRIDGE_LLMS (/llm/<name>/chat/completions).',
  },
  GATEWAY_SECRET_WRONG: {
    status: 401,
    message: 'The request does not carry the secret of the gateways.',
    hint: "Have Vapi send BRIDGE_WEBHOOK_SECRET: as the server's secret (X-Vapi-Secret), or as a bearer token.",
  },
  GATEWAY_BUSY: {
    status: 503,
    message: 'The gateways hold too much of other requests at the moment.',
    hint: 'Wait as long as Retry-After says. Set BRIDGE_WEBHOOK_SECRET, so that nobody but Vapi can send anything.',
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
  VAPI_CONTROL_UNAVAILABLE: {
    status: 409,
    message: 'Vapi has named no address for the control of this call that may be used.',
    hint: "Switch monitorPlan.controlEnabled on in the assistant, and check that VAPI_BASE_URL is Vapi's API.",
  },
  VAPI_CONTROL_FAILED: {
    status: 502,
    message: 'Vapi did not take the command for the call.',
    hint: 'The call may just have ended; 401 or 403 mean that controlAuthenticationEnabled is on in its monitorPlan.',
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
