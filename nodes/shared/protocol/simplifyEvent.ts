import { simplifyEndOfCallReport } from './endOfCall';
import { explainEndedReason } from './endedReasons';
import { asArray, asObject, asText, compact, isObject, type JsonObject } from './json';
import { redactSecrets } from './redact';
import { callContext, type ServerMessage } from './serverMessage';

/** Common fields of Vapi's envelope; what is left of a message is what the event itself says. */
const ENVELOPE = new Set([
  'type',
  'timestamp',
  'call',
  'assistant',
  'customer',
  'phoneNumber',
  'artifact',
  'chat',
  'assistantVersion',
]);

/** Own fields that are whole documents. */
const BULKY = new Set([
  'session',
  'messages',
  'messagesOpenAIFormatted',
  'toStepRecord',
  'fromStepRecord',
  'inboundPhoneCallDebuggingArtifacts',
]);

/** Own fields that are whole assistants, prompt included; who it is says enough. */
const ASSISTANTS = new Set(['newAssistant', 'toAssistant', 'fromAssistant']);

/** What an event says beyond the envelope. */
export function ownFields(message: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(message).filter(([key]) => !ENVELOPE.has(key)));
}

/** An event as a small flat item: who, when, and the event's own fields. Reports have a form of their own. */
export function simplifyEvent({ type, message }: ServerMessage): JsonObject {
  // Values that the model extracted or the builder passed on can hold secrets, too.
  if (type === 'end-of-call-report') return redactSecrets(simplifyEndOfCallReport(message));
  const { callId, chatId, callerNumber, assistantId } = callContext(message);
  return redactSecrets(
    compact({
      event: type,
      callId,
      chatId,
      customerNumber: callerNumber,
      assistantId,
      timestamp: message.timestamp,
      ...chatFields(asObject(message.chat)),
      ...sessionFields(asObject(message.session)),
      ...smallFields(type, ownFields(message)),
    }),
  );
}

/** The event's own fields without what would make the item large; the raw message has everything. */
function smallFields(type: string, own: JsonObject): JsonObject {
  const small = Object.entries(own)
    .filter(([key]) => !BULKY.has(key))
    .map(([key, value]) => [key, ASSISTANTS.has(key) && isObject(value) ? whoIs(value) : value] as const);
  const endedReason = asText(own.endedReason);
  return compact({
    ...Object.fromEntries(small),
    endedReasonText: endedReason === undefined ? undefined : explainEndedReason(endedReason),
    // Here the conversation is what the event is about. OpenAI's form is the smaller one.
    messages: type === 'conversation-update' ? (own.messagesOpenAIFormatted ?? own.messages) : undefined,
  });
}

function whoIs({ id, name }: JsonObject): JsonObject {
  return compact({ id, name });
}

function chatFields(chat: JsonObject): JsonObject {
  const answers = asArray(chat.output).flatMap((entry) => asText(asObject(entry).content) ?? []);
  return compact({
    sessionId: asText(chat.sessionId),
    input: chat.input,
    output: answers.length > 0 ? answers.join('\n') : undefined,
    cost: chat.cost,
  });
}

function sessionFields(session: JsonObject): JsonObject {
  const id = asText(session.id);
  if (id === undefined) return {};
  const customer = asObject(session.customer);
  return compact({
    sessionId: id,
    customerNumber: asText(customer.number) ?? asText(customer.sipUri),
    assistantId: asText(session.assistantId),
    name: session.name,
    status: session.status,
    messages: session.messages,
  });
}
