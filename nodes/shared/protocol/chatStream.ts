import { asText, isObject, type JsonObject } from './json';
import { eventData } from './sseEvents';

/** A streamed chat, put together. */
export interface JoinedChat {
  /** How many events the stream had; none for something that is no stream. */
  events: number;
  /** Of the streamed answer, which is not the ID of the chat. */
  streamId?: string;
  sessionId?: string;
  /** What the assistant says, one text for each entry of the chat's `output`. */
  texts: string[];
  /** Vapi's error in the middle of the stream, as it came. */
  error?: JsonObject;
  /** An event that cannot be read, as far as it goes: the stream was cut there. */
  broken?: string;
}

/**
 * Puts a streamed answer to POST /chat together: `{id, sessionId?, path: "chat.output[0].content", delta}` an event.
 * Source: Vapi SDK, CreateChatStreamResponse; Vapi docs, streaming chat.
 */
export function joinChatStream(stream: string): JoinedChat {
  const texts = new Map<number, string>();
  const joined: JoinedChat = { events: 0, texts: [] };
  for (const data of eventData(stream)) {
    joined.events++;
    if (data.trim() === '[DONE]') continue;
    const event = parseObject(data);
    if (event === undefined) {
      joined.broken = data.slice(0, 100);
      break;
    }
    joined.streamId ??= asText(event.id);
    joined.sessionId ??= asText(event.sessionId);
    if (typeof event.delta === 'string') {
      const index = Number(/output\[(\d{1,6})\]/.exec(asText(event.path) ?? '')?.[1] ?? 0);
      texts.set(index, (texts.get(index) ?? '') + event.delta);
    } else if ((event.error ?? event.statusCode ?? undefined) !== undefined) {
      joined.error = isObject(event.error) ? event.error : event;
      break;
    }
  }
  joined.texts = [...texts].sort(([a], [b]) => a - b).map(([, text]) => text);
  return joined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
