import { asObject, asText, isObject, type JsonObject } from './json';

/**
 * What Vapi posts to a `server.url`: `{"message": {"type": …}}`.
 * Source: Vapi docs, server events; every common field is optional in the OpenAPI.
 */
export interface ServerMessage {
  /** Normalised type: the subscription form `transcript[transcriptType="final"]` becomes `transcript`. */
  type: string;
  message: JsonObject;
}

/** Reads the envelope. Returns undefined when the body is not one (no object, no `message`, no type). */
export function parseServerMessage(body: unknown): ServerMessage | undefined {
  if (!isObject(body) || !isObject(body.message)) return undefined;
  const type = asText(body.message.type);
  if (type === undefined) return undefined;
  return { type: type.replace(/\[.*$/s, ''), message: body.message };
}

/** Who is on the line, as far as the message says. Chat and session messages have no `call`. */
export interface CallContext {
  callId?: string;
  chatId?: string;
  callerNumber?: string;
  assistantId?: string;
  variables: JsonObject;
}

/**
 * Picks the call's identity out of a server message. The customer stands under `message` or under
 * `message.call`, depending on the event and its age.
 */
export function callContext(message: JsonObject): CallContext {
  const call = asObject(message.call);
  const chat = asObject(message.chat);
  const customer = { ...asObject(call.customer), ...asObject(message.customer) };
  const assistant = asObject(message.assistant);
  const variables = {
    ...asObject(assistant.variableValues),
    ...asObject(asObject(call.assistantOverrides).variableValues),
  };
  return {
    callId: asText(call.id),
    chatId: asText(chat.id),
    // A call over the WebSocket transport has no customer; the bridge names the caller in a variable.
    callerNumber: asText(customer.number) ?? asText(customer.sipUri) ?? asText(variables.callerNumber),
    assistantId: asText(call.assistantId) ?? asText(assistant.id) ?? asText(chat.assistantId),
    variables,
  };
}
