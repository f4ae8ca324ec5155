import { asArray, asObject, asText, type JsonObject } from '../../../shared/protocol/json';

/** What a workflow needs of a chat: what the assistant said, and how to go on. Source: Vapi API reference, Chat. */
export function simplifyChat(chat: JsonObject): JsonObject {
  const { id, streamId, sessionId, previousChatId, assistantId, squadId, name, cost, createdAt } = chat;
  const messages = asArray(chat.output).map(asObject);
  const tools = messages.flatMap(toolsOf);
  return {
    id,
    streamId,
    sessionId,
    previousChatId,
    assistantId,
    squadId,
    name,
    output: spokenText(messages),
    toolsCalled: tools.length > 0 ? tools : undefined,
    cost,
    createdAt,
  };
}

/** What the assistant says in some messages, a line each; what tools answer is left out. */
export function spokenText(messages: readonly JsonObject[]): string {
  return messages
    .filter(({ role }) => role === undefined || role === 'assistant')
    .map(({ content }) => asText(content))
    .filter((content) => content !== undefined)
    .join('\n');
}

function toolsOf(message: JsonObject): string[] {
  return asArray(message.tool_calls)
    .map((call) => asText(asObject(asObject(call).function).name))
    .filter((name) => name !== undefined);
}
