import { asArray, asObject, asText, type JsonObject } from './json';

/** One turn of a conversation, in OpenAI's shape. */
export interface Turn extends JsonObject {
  role: string;
  content: string;
}

/**
 * The spoken turns of a list of messages: `{role, content}` (OpenAI), or Vapi's own `{role, message}`, whose `bot` is
 * the assistant. Prompts, tool calls and their results are left out.
 * Source: OpenAPI `messagesOpenAIFormatted`, `artifact.messages`.
 */
export function spokenTurns(messages: unknown): Turn[] {
  return asArray(messages).flatMap((entry) => {
    const message = asObject(entry);
    const role = message.role === 'bot' ? 'assistant' : message.role;
    const content = contentText(message.content) ?? asText(message.message);
    if ((role !== 'user' && role !== 'assistant') || content === undefined) return [];
    return [{ role, content }];
  });
}

/** What somebody said last; undefined before that. */
export function lastTurn(messages: unknown, role: 'user' | 'assistant'): string | undefined {
  return spokenTurns(messages).findLast((turn) => turn.role === role)?.content;
}

/** The turns as text for a prompt, a line each; undefined before anybody has spoken. */
export function transcriptOf(messages: unknown): string | undefined {
  const lines = spokenTurns(messages).map(({ role, content }) => {
    return `${role === 'user' ? 'Caller' : 'Assistant'}: ${content.replace(/\s+/g, ' ').trim()}`;
  });
  return asText(lines.join('\n'));
}

/** The prompt: texts of the system messages, one after the other. */
export function systemPrompt(messages: unknown): string | undefined {
  const texts = asArray(messages)
    .map(asObject)
    .filter(({ role }) => role === 'system' || role === 'developer')
    .flatMap(({ content, message }) => contentText(content) ?? asText(message) ?? []);
  return asText(texts.join('\n\n'));
}

/** OpenAI's `content`: text, or a list of parts of which those of type text count. */
function contentText(content: unknown): string | undefined {
  if (!Array.isArray(content)) return asText(content);
  return asText(content.map((part) => asText(asObject(part).text) ?? '').join(''));
}
