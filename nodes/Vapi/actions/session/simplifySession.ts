import { asArray, asObject, type JsonObject } from '../../../shared/protocol/json';

/** What a workflow needs of a session, without the conversation itself. Source: Vapi API reference, Session. */
export function simplifySession(session: JsonObject): JsonObject {
  const { id, name, status, assistantId, squadId, phoneNumberId, expirationSeconds, cost } = session;
  const messages = asArray(session.messages);
  return {
    id,
    name,
    status,
    assistantId,
    squadId,
    phoneNumberId,
    customerNumber: asObject(session.customer).number,
    messageCount: messages.length,
    lastMessage: asObject(messages.at(-1)).content,
    expirationSeconds,
    cost,
    createdAt: session.createdAt,
    updatedAt: session.updatedAt,
  };
}
