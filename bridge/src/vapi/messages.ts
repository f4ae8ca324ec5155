/**
 * The messages of Vapi's WebSocket transport and the body that asks for it, as data; nothing here knows a socket.
 * Source: Vapi docs, "WebSocket transport" and "Client messages"; Vapi's API, POST /call.
 */

/** What of Vapi's text frames matters to a relay. */
export type VapiEvent =
  | { kind: 'interrupted' }
  /** The assistant begins an utterance. */
  | { kind: 'speaking' }
  | { kind: 'ended'; reason: string | undefined }
  | { kind: 'ignored' }
  | { kind: 'malformed' };

/**
 * The messages that are asked for, whatever the assistant's own list says: a relay must learn of interruptions and of
 * the end, and has no use for `conversation-update`, which grows with the conversation.
 */
const CLIENT_MESSAGES = ['user-interrupted', 'status-update', 'speech-update'];

/** The only text that is ever sent: Vapi closes the socket on types it doesn't know. */
export const END_CALL_MESSAGE = '{"type":"end-call"}';

/**
 * Reads one text frame; never throws. Frames that name none of these events are not even parsed: `conversation-update`
 * repeats the whole conversation on every turn. `hang` means that the assistant is slow, not that it hangs up.
 */
export function parseVapiMessage(text: string): VapiEvent {
  if (!/"(?:user-interrupted|status-update|speech-update)"/.test(text)) return { kind: 'ignored' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: 'malformed' };
  }
  if (!isObject(parsed)) return { kind: 'malformed' };
  // Bare on this transport; wrapped in `message` everywhere else in Vapi's API, and seen so by some clients.
  const message = parsed.type === undefined && isObject(parsed.message) ? parsed.message : parsed;
  if (message.type === 'user-interrupted') return { kind: 'interrupted' };
  if (message.type === 'speech-update' && message.status === 'started' && message.role === 'assistant') {
    return { kind: 'speaking' };
  }
  if (message.type === 'status-update' && message.status === 'ended') {
    return { kind: 'ended', reason: endedReason(message.endedReason) };
  }
  return { kind: 'ignored' };
}

export interface CallRequest {
  assistantId: string;
  carrier: string;
  carrierCallId: string;
  /** As the carrier names them, E.164 as a rule; `undefined` when it doesn't. */
  callerNumber: string | undefined;
  calledNumber: string | undefined;
}

/** The body of POST /call for a call over the WebSocket transport, in the carrier's own audio format. */
export function createCallBody(call: CallRequest): Record<string, unknown> {
  const { assistantId, carrier, carrierCallId, callerNumber, calledNumber } = call;
  return {
    assistantId,
    transport: {
      provider: 'vapi.websocket',
      audioFormat: { format: 'mulaw', container: 'raw', sampleRate: 8000 },
    },
    assistantOverrides: {
      variableValues: { callerNumber, calledNumber, carrierCallId },
      clientMessages: CLIENT_MESSAGES,
    },
    metadata: { carrier, carrierCallId, direction: 'inbound' },
  };
}

export interface CreatedCall {
  callId: string;
  /** Joins the call without any further proof: a secret, to be used as it is. */
  websocketCallUrl: string;
  /** The organisation's limit is reached: the call exists, but was not started. */
  concurrencyBlocked: boolean;
}

/** Reads the answer to POST /call; `undefined` when it isn't one. */
export function parseCreatedCall(body: unknown): CreatedCall | undefined {
  if (!isObject(body) || typeof body.id !== 'string' || body.id === '') return undefined;
  const limits = isObject(body.subscriptionLimits) ? body.subscriptionLimits : {};
  const url = isObject(body.transport) ? body.transport.websocketCallUrl : undefined;
  const concurrencyBlocked = limits.concurrencyBlocked === true;
  // A call that was not started may have no address, and needs none.
  if (typeof url !== 'string' && !concurrencyBlocked) return undefined;
  return { callId: body.id, websocketCallUrl: typeof url === 'string' ? url : '', concurrencyBlocked };
}

/** Vapi's reasons are words joined by dots and dashes; anything else could be speech, and is not passed on. */
function endedReason(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9.-]{0,199}$/.test(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
