import { randomUUID } from 'node:crypto';
import { checkChat } from '../bodyRules';
import { type JsonObject, objectsAt } from '../json';
import { anyOf, equalTo } from '../listQuery';
import type { Org } from '../org';
import { type Answer, type Exchange, type Route, ok } from '../routing';
import { asBody } from '../rules';
import type { StoredObject } from '../store';
import { storedRoutes, without } from './stored';

/** What a chat costs here, so that there is a cost to show. */
const COST = 0.005;

/** `/chat`: an assistant that answers at once, in words that a test can foresee. */
export function chatRoutes(org: Org): Route[] {
  const usual = storedRoutes({
    path: '/chat',
    collection: org.resources.chat,
    check: checkChat,
    lists: 'page',
    filters: {
      ...equalTo('id', 'assistantId', 'squadId', 'sessionId', 'previousChatId'),
      idAny: anyOf('id'),
      assistantIdAny: anyOf('assistantId'),
    },
  });
  return [
    { method: 'POST', path: '/chat', act: (exchange) => createChat(org, exchange) },
    ...without(usual, 'POST', 'PATCH'),
  ];
}

/** Answers 200, not 201 (OpenAPI). */
function createChat(org: Org, exchange: Exchange): Answer {
  const body = asBody(exchange.body);
  checkChat(body, 'POST /chat');
  org.checkReferences(body);
  const { stream, transport, ...fields } = body;
  const previous = org.resources.chat.find(body.previousChatId);
  const session = org.resources.session.find(body.sessionId);
  // An SMS chat lives in a session, which is made where none was named.
  const smsSession =
    transport !== undefined && !session ? org.resources.session.add(smsFields(body)) : undefined;
  const history = previous ? transcriptOf(previous) : objectsAt(session, 'messages');
  const input = messagesOf(body.input);
  const messages = [...history, ...input];
  const output = [{ role: 'assistant', content: org.chatReply(messages, body) }];
  const who = ['assistantId', 'assistant', 'squadId', 'squad'] as const;
  const inherited = who.filter((name) => (previous ?? session)?.[name] !== undefined);
  const chat = org.resources.chat.add({
    ...Object.fromEntries(inherited.map((name) => [name, (previous ?? session)?.[name]])),
    ...fields,
    ...(smsSession ? { sessionId: smsSession.id } : {}),
    messages,
    output,
    cost: COST,
    costs: [{ type: 'chat', cost: COST }],
  });
  const kept = session ?? smsSession;
  if (kept) org.resources.session.patch(kept.id, { messages: [...messages, ...output] });
  return stream === true ? streamOf(chat) : ok(chat);
}

function smsFields(body: JsonObject): JsonObject {
  const { assistantId, squadId } = body;
  return {
    status: 'active',
    ...(assistantId === undefined ? {} : { assistantId }),
    ...(squadId === undefined ? {} : { squadId }),
  };
}

function transcriptOf(chat: StoredObject): JsonObject[] {
  return [...objectsAt(chat, 'messages'), ...objectsAt(chat, 'output')];
}

/** A string is what the user says. */
function messagesOf(input: unknown): JsonObject[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  return objectsAt({ input }, 'input');
}

/**
 * The answer word by word (SDK: CreateChatStreamResponse). Events don't respect the borders of packets, so every
 * chunk here ends in the middle of one, of a character even.
 */
function streamOf(chat: StoredObject): Answer {
  const id = `stream_${randomUUID()}`;
  const sessionId = chat.sessionId === undefined ? {} : { sessionId: chat.sessionId };
  const events = objectsAt(chat, 'output').flatMap((message, index) =>
    (String(message.content).match(/\s*\S+/gu) ?? []).map((delta) => ({
      ...{ id, ...sessionId, path: `chat.output[${index}].content`, delta },
    })),
  );
  const bytes = Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 37) chunks.push(bytes.subarray(at, at + 37));
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    chunks,
  };
}
