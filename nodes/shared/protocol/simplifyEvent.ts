import { simplifyEndOfCallReport } from './endOfCall';
import { compact, type JsonObject } from './json';
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

/** An event as a small flat item: who, when, and the event's own fields. Reports have a form of their own. */
export function simplifyEvent({ type, message }: ServerMessage): JsonObject {
  if (type === 'end-of-call-report') return simplifyEndOfCallReport(message);
  const { callId, chatId, callerNumber, assistantId } = callContext(message);
  const own = Object.fromEntries(Object.entries(message).filter(([key]) => !ENVELOPE.has(key)));
  return compact({
    event: type,
    callId,
    chatId,
    customerNumber: callerNumber,
    assistantId,
    timestamp: message.timestamp,
    ...redactSecrets(own),
  });
}
