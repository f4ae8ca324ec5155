/**
 * What somebody asks of a workflow and waits for, besides tool calls: Vapi's server messages that want an answer
 * (their own type names), the model's turn of a custom LLM, and a call at a Twilio number.
 * Source: Vapi docs, server events; custom LLM.
 */
export type RequestKind =
  | 'assistant-request'
  | 'transfer-destination-request'
  | 'handoff-destination-request'
  | 'knowledge-base-request'
  | 'call.endpointing.request'
  | 'campaign.predial'
  | 'voice-request'
  | 'chat-completion'
  | 'incoming-call';

/** Those that the Vapi Request Trigger takes; an incoming call is the Vapi Twilio Trigger's. */
export type VapiRequestKind = Exclude<RequestKind, 'incoming-call'>;

/** One kind of request, for whoever picks it, and how long its answer may take. */
export interface VapiRequest {
  kind: VapiRequestKind;
  name: string;
  description: string;
  /** Seconds after which the default is answered, unless the builder says otherwise. */
  deadlineSeconds: number;
  /** Seconds beyond which nobody listens any more. */
  maxDeadlineSeconds: number;
}

/** `server.timeoutSeconds` goes up to 300; a few seconds are the network's. Source: OpenAPI Server. */
const SERVER_MAX = 295;

/**
 * By name, as the editor lists them.
 *
 * Vapi hangs on an assistant request for 7.5 seconds end to end, and that cannot be changed; for the others
 * `server.timeoutSeconds` holds (20 by default), for a custom LLM `model.timeoutSeconds` (20 by default, to the first
 * token). The caller waits in silence all that time, hence the shorter ones. Source: Vapi docs, server events; OpenAPI.
 */
export const VAPI_REQUESTS: readonly VapiRequest[] = [
  {
    kind: 'assistant-request',
    name: 'Assistant for a Call',
    description: 'A call came in at a number without an assistant: which one takes it?',
    deadlineSeconds: 6,
    maxDeadlineSeconds: 7,
  },
  {
    kind: 'campaign.predial',
    name: 'Campaign Pre-Dial',
    description: 'A campaign is about to call a contact: may it?',
    deadlineSeconds: 15,
    maxDeadlineSeconds: SERVER_MAX,
  },
  {
    kind: 'chat-completion',
    name: 'Custom LLM',
    description: 'The assistant’s turn to speak: what does it say? An AI Agent can stream the reply.',
    deadlineSeconds: 18,
    maxDeadlineSeconds: SERVER_MAX,
  },
  {
    kind: 'call.endpointing.request',
    name: 'Endpointing',
    description: 'The caller paused: after how many seconds has the caller finished?',
    deadlineSeconds: 1,
    maxDeadlineSeconds: 5,
  },
  {
    kind: 'handoff-destination-request',
    name: 'Hand-Off Destination',
    description: 'The assistant hands the call over: to which assistant?',
    deadlineSeconds: 10,
    maxDeadlineSeconds: SERVER_MAX,
  },
  {
    kind: 'knowledge-base-request',
    name: 'Knowledge Base',
    description: 'The assistant looks something up: which documents match?',
    deadlineSeconds: 8,
    maxDeadlineSeconds: SERVER_MAX,
  },
  {
    kind: 'transfer-destination-request',
    name: 'Transfer Destination',
    description: 'The assistant transfers the call: to which number?',
    deadlineSeconds: 10,
    maxDeadlineSeconds: SERVER_MAX,
  },
  {
    kind: 'voice-request',
    name: 'Voice',
    description: 'A custom voice: how does this text sound?',
    deadlineSeconds: 8,
    maxDeadlineSeconds: SERVER_MAX,
  },
];

export function findRequest(kind: unknown): VapiRequest | undefined {
  return VAPI_REQUESTS.find((request) => request.kind === kind);
}

/**
 * Whether a server message of a type that nobody knows yet wants an answer, as far as its name tells: everything that
 * does so far, apart from tool calls and the pre-dial, ends like this.
 */
export function looksLikeRequest(type: string): boolean {
  return /[-.]request$/.test(type);
}
