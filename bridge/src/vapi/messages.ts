/**
 * The messages of Vapi's WebSocket transport and the body that asks for it, as data; nothing here knows a socket.
 * Source: Vapi docs, "WebSocket transport" and "Client messages"; Vapi's API, POST /call.
 */

/** What of Vapi's text frames matters to a relay. */
export type VapiEvent =
  | { kind: 'interrupted' }
  /** The assistant begins an utterance. */
  | { kind: 'speaking' }
  /** The assistant's utterance is over. */
  | { kind: 'stopped' }
  /** One of the messages asked for, which tells no more than that Vapi is there. */
  | { kind: 'alive' }
  /** Someone's turn is over, and this is what was understood of it. */
  | { kind: 'said'; turn: { role: 'assistant' | 'user'; text: string } }
  /** The assistant calls tools. */
  | { kind: 'tool-calls'; toolCalls: { id: string; name: string }[] }
  | { kind: 'ended'; reason: string | undefined }
  | { kind: 'ignored' }
  | { kind: 'malformed' };

/**
 * The messages that are asked for, whatever the assistant's own list says: a relay must learn of interruptions and of
 * the end, and has no use for `conversation-update`, which grows with the conversation.
 */
const CLIENT_MESSAGES = ['user-interrupted', 'status-update', 'speech-update'];
const TRANSCRIPT = 'transcript';
const TOOL_CALLS = 'tool-calls';
/** The same message under the name by which servers can ask for its final form only. */
const FINAL_TRANSCRIPT = 'transcript[transcriptType="final"]';

/** What one of these messages must contain. Without the closing quote where more than one name begins so. */
const MARKERS = [
  '"user-interrupted"',
  '"status-update"',
  '"speech-update"',
  '"transcript',
  '"tool-calls"',
].map((marker) => Buffer.from(marker));

const IGNORED: VapiEvent = { kind: 'ignored' };
const ALIVE: VapiEvent = { kind: 'alive' };
const MALFORMED: VapiEvent = { kind: 'malformed' };

/**
 * The commands that the socket takes as text (Vapi's API, `ClientInboundMessage`). Nothing else is ever sent over it:
 * Vapi closes the socket on types it doesn't know. `transfer` is one of them, but needs a carrier's leg at Vapi, which
 * calls over this transport have not.
 */
export const SOCKET_COMMANDS: ReadonlySet<string> = new Set(['say', 'add-message', 'control', 'end-call']);

/** The request to end the call. */
export const END_CALL_MESSAGE = '{"type":"end-call"}';

/**
 * Adds a message of the system to the conversation. Source: Vapi docs, "Live call control", "Add message".
 * @param respond whether the assistant says something to it at once
 */
export function addMessage(content: string, respond: boolean): string {
  return JSON.stringify({
    type: 'add-message',
    message: { role: 'system', content },
    triggerResponseEnabled: respond,
  });
}

/**
 * Reads one text frame; never throws. Frames that name none of these events are not even parsed: `conversation-update`
 * repeats the whole conversation on every turn. `hang` means that the assistant is slow, not that it hangs up.
 * @param frame UTF-8
 */
export function parseVapiMessage(frame: Buffer): VapiEvent {
  if (!MARKERS.some((marker) => frame.includes(marker))) return IGNORED;
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame.toString());
  } catch {
    return MALFORMED;
  }
  if (!isObject(parsed)) return MALFORMED;
  // Bare on this transport; wrapped in `message` everywhere else in Vapi's API, and seen so by some clients.
  const message = parsed.type === undefined && isObject(parsed.message) ? parsed.message : parsed;
  switch (message.type) {
    case 'user-interrupted':
      return { kind: 'interrupted' };
    case 'speech-update':
      return readSpeechUpdate(message);
    case 'status-update':
      return message.status === 'ended' ? { kind: 'ended', reason: endedReason(message.endedReason) } : ALIVE;
    case TRANSCRIPT:
      return message.transcriptType === 'final' ? readTurn(message) : ALIVE;
    case FINAL_TRANSCRIPT:
      return readTurn(message);
    case TOOL_CALLS:
      return readToolCalls(message);
    default:
      return IGNORED;
  }
}

/** Who talks. */
export type Assistant =
  | { assistantId: string }
  /** An assistant in full, for this call only. */
  | { assistant: Readonly<Record<string, unknown>> }
  | { squadId: string };

export interface CallRequest {
  assistant: Assistant;
  direction: 'inbound' | 'outbound';
  carrier: string;
  carrierCallId: string;
  /** As the carrier names them, E.164 as a rule; `undefined` when it doesn't. */
  callerNumber: string | undefined;
  calledNumber: string | undefined;
  /** For the assistant's prompt, in place of ours where the names are equal. */
  variableValues?: Readonly<Record<string, unknown>>;
  /** What whoever started the call wants to find again in it. */
  metadata?: Readonly<Record<string, unknown>>;
  /** Whether the turns of this conversation are told, whoever else wants them; not, if missing. */
  transcripts?: boolean;
}

export interface CallOptions {
  /** Whether the turns of the conversation are told. */
  transcripts: boolean;
  /** Whether it is told which tools the assistant calls. */
  toolCalls: boolean;
  /** Whether the call takes over a conversation, in which the assistant has greeted the caller already. */
  resumes: boolean;
}

/** The body of POST /call for a call over the WebSocket transport, in the carrier's own audio format. */
export function createCallBody(call: CallRequest, options: CallOptions): Record<string, unknown> {
  const { assistant, direction, carrier, carrierCallId, callerNumber, calledNumber } = call;
  // A squad's assistants have their own overrides, and one name for those of all of them.
  const overrides = 'squadId' in assistant ? 'squadOverrides' : 'assistantOverrides';
  return {
    ...assistant,
    transport: {
      provider: 'vapi.websocket',
      audioFormat: { format: 'mulaw', container: 'raw', sampleRate: 8000 },
    },
    [overrides]: {
      variableValues: { callerNumber, calledNumber, carrierCallId, ...call.variableValues },
      clientMessages: [
        ...CLIENT_MESSAGES,
        ...(options.transcripts ? [TRANSCRIPT] : []),
        ...(options.toolCalls ? [TOOL_CALLS] : []),
      ],
      ...(options.resumes && { firstMessageMode: 'assistant-waits-for-user' }),
    },
    metadata: { ...call.metadata, carrier, carrierCallId, direction },
  };
}

export interface CreatedCall {
  callId: string;
  /** Joins the call without any further proof: a secret, to be used as it is. */
  websocketCallUrl: string;
  /** Takes commands for the call without any further proof: a secret, too. Missing where live control is off. */
  controlUrl: string | undefined;
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
  const control = isObject(body.monitor) ? body.monitor.controlUrl : undefined;
  return {
    callId: body.id,
    websocketCallUrl: typeof url === 'string' ? url : '',
    // Vapi's documentation shows it in angle brackets, which some answers have, too.
    controlUrl: typeof control === 'string' ? control.replace(/[<>\s]/g, '') || undefined : undefined,
    concurrencyBlocked,
  };
}

/** Source: Vapi docs, "Client messages", `speech-update`: `status` is `started` or `stopped`, `role` whose speech. */
function readSpeechUpdate({ status, role }: Record<string, unknown>): VapiEvent {
  if (role !== 'assistant') return ALIVE;
  if (status === 'started') return { kind: 'speaking' };
  return status === 'stopped' ? { kind: 'stopped' } : ALIVE;
}

function readTurn(message: Record<string, unknown>): VapiEvent {
  const { role, transcript: text } = message;
  if (role !== 'assistant' && role !== 'user') return ALIVE;
  if (typeof text !== 'string' || text.trim() === '') return ALIVE;
  return { kind: 'said', turn: { role, text } };
}

/** Source: Vapi's API, `ClientMessageToolCalls`: `toolCallList` of `{id, function: {name}}`. */
function readToolCalls({ toolCallList }: Record<string, unknown>): VapiEvent {
  const toolCalls: { id: string; name: string }[] = [];
  for (const entry of Array.isArray(toolCallList) ? (toolCallList as unknown[]) : []) {
    if (!isObject(entry) || typeof entry.id !== 'string') continue;
    const name = isObject(entry.function) ? entry.function.name : entry.name;
    if (typeof name === 'string') toolCalls.push({ id: entry.id, name });
  }
  return toolCalls.length > 0 ? { kind: 'tool-calls', toolCalls } : ALIVE;
}

/** Vapi's reasons are words joined by dots and dashes; anything else could be speech, and is not passed on. */
function endedReason(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9.-]{0,199}$/.test(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
