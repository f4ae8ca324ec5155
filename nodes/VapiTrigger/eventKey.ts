import { createHash } from 'node:crypto';
import { asNumber, asObject, asText, type JsonObject } from '../shared/protocol/json';
import { redactSecrets } from '../shared/protocol/redact';
import type { ServerMessage } from '../shared/protocol/serverMessage';
import { ownFields } from '../shared/protocol/simplifyEvent';

/**
 * A name for an event that is the same each time Vapi posts it: `<call>:<type>:<timestamp>`, for a chat, session or
 * campaign with its id. Vapi sends no delivery id of its own.
 *
 * There is one report a call. Of other events two may fall into the same millisecond (both sides speak at once,
 * tokens of the model), so a digest of what the event says follows. Without a timestamp it is a digest of the body.
 *
 * @param body the bytes as they arrived, if n8n has kept them
 */
export function eventKey({ type, message }: ServerMessage, body?: Buffer): string {
  const subject = subjectOf(message);
  const time = asNumber(message.timestamp) ?? asText(message.timestamp);
  if (time === undefined) return `${subject ?? 'unknown'}:${type}:${digest(body ?? toText(message))}`;
  if (subject !== undefined && type === 'end-of-call-report') return `${subject}:${type}:${time}`;
  return `${subject ?? 'unknown'}:${type}:${time}:${digest(toText(ownFields(message)))}`;
}

/** What the event is about. The bodies of campaign events are documented nowhere, hence the two places. */
function subjectOf(message: JsonObject): string | undefined {
  return (
    asText(asObject(message.call).id) ??
    asText(asObject(message.chat).id) ??
    asText(asObject(message.session).id) ??
    asText(message.campaignId) ??
    asText(asObject(message.campaign).id)
  );
}

/** By way of the redacted copy, which has a limited depth: a hostile body must not exhaust the stack. */
function toText(value: JsonObject): string {
  return JSON.stringify(redactSecrets(value));
}

function digest(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('base64url').slice(0, 16);
}
