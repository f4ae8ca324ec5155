import { asObject, asText, isObject, type JsonObject } from './json';

export interface FallbackSettings {
  /** What the assistant is told, or the caller hears. */
  sentence: string;
  /** Takes calls for which no other assistant was named. */
  assistantId: string | undefined;
}

/** One kind of message that Vapi wants an answer to, other than tool calls. */
export interface RequestKind {
  /** Later than this nobody waits for the answer, or the caller would not want to. */
  longestMs: number;
  /** Whether an answer is one that Vapi can use. */
  isValid: (answer: JsonObject) => boolean;
  /** The answer in place of one that doesn't come. */
  fallback: (settings: FallbackSettings) => JsonObject;
}

const ASSISTANT_FIELDS = ['assistant', 'squad', 'workflow', 'destination'];
const ASSISTANT_IDS = ['assistantId', 'squadId', 'workflowId', 'error'];
const UNLIMITED_MS = Infinity;

const destination: RequestKind = {
  longestMs: UNLIMITED_MS,
  isValid: ({ destination, error }) => isObject(destination) || asText(error) !== undefined,
  fallback: ({ sentence }) => ({ error: sentence }),
};

/**
 * By the type of the message. Source: Vapi docs, server events (which of them want an answer, and its form); Vapi's
 * OpenAPI, ServerMessageResponse. An assistant request has 7.5 s, and no setting changes that.
 */
const kinds = new Map<string, RequestKind>([
  [
    'assistant-request',
    {
      longestMs: 6500,
      isValid: (answer) =>
        ASSISTANT_FIELDS.some((field) => isObject(answer[field])) ||
        ASSISTANT_IDS.some((field) => asText(answer[field]) !== undefined),
      fallback: ({ sentence, assistantId }) =>
        assistantId === undefined ? { error: sentence } : { assistantId },
    },
  ],
  ['transfer-destination-request', destination],
  ['handoff-destination-request', destination],
  [
    'knowledge-base-request',
    {
      longestMs: UNLIMITED_MS,
      isValid: ({ documents, message }) => Array.isArray(documents) || isObject(message),
      fallback: () => ({ documents: [] }),
    },
  ],
  [
    'call.endpointing.request',
    {
      // The caller has paused, and waits.
      longestMs: 1500,
      isValid: ({ timeoutSeconds }) => typeof timeoutSeconds === 'number',
      fallback: () => ({ timeoutSeconds: 0.5 }),
    },
  ],
  [
    'campaign.predial',
    {
      longestMs: UNLIMITED_MS,
      isValid: ({ eligible }) => typeof eligible === 'boolean',
      // Nobody is called whom the workflow hasn't let through.
      fallback: () => ({ eligible: false }),
    },
  ],
]);

/** `undefined`: a message that only informs. */
export function requestKind(type: string): RequestKind | undefined {
  return kinds.get(type);
}

/** What Vapi sends as its body. */
export type VapiRequest =
  | { kind: 'message'; type: string; message: JsonObject }
  /** No server message: an API request tool, whose answer has no form. */
  | { kind: 'bare' };

export function readVapiRequest(body: JsonObject): VapiRequest {
  const message = asObject(body.message);
  const type = asText(message.type);
  return type === undefined ? { kind: 'bare' } : { kind: 'message', type, message };
}
