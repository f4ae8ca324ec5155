import { type JsonObject, isObject, objectAt, stringAt } from './json';

const CONTROLS = [
  'mute-assistant',
  'unmute-assistant',
  'mute-customer',
  'unmute-customer',
  'say-first-message',
];
const ROLES = ['system', 'user', 'assistant', 'tool', 'function'];

/**
 * Checks a live control message, as it comes in at the control URL or as text on the socket (OpenAPI:
 * ClientInboundMessage…, unwrapped; `hangup` and `handoff` from docs pages).
 *
 * @param channel `hangup` is documented for the socket only, `handoff` for the control URL only
 * @returns what is wrong, or undefined for a good one
 */
export function liveMessageError(message: unknown, channel: 'socket' | 'control'): string | undefined {
  if (!isObject(message)) return 'a JSON object was expected';
  switch (message.type) {
    case 'say':
      return stringAt(message, 'content') ? undefined : 'content must be a string (not message or text)';
    case 'add-message': {
      const inner = objectAt(message, 'message');
      if (!inner) return 'message must be an object {role, content}';
      if (!ROLES.includes(String(inner.role))) return `message.role must be one of: ${ROLES.join(', ')}`;
      return typeof inner.content === 'string' ? undefined : 'message.content must be a string';
    }
    case 'control':
      return CONTROLS.includes(String(message.control))
        ? undefined
        : `control must be one of: ${CONTROLS.join(', ')}`;
    case 'transfer':
    case 'handoff':
      if (message.type === 'handoff' && channel === 'socket') break;
      return destinationError(objectAt(message, 'destination'), message.type);
    case 'send-transport-message':
      return transportError(objectAt(message, 'message'));
    case 'end-call':
      return undefined;
    case 'hangup':
      if (channel === 'socket') return undefined;
  }
  return `type ${JSON.stringify(message.type)} is not one that Vapi takes here`;
}

function destinationError(destination: JsonObject | undefined, type: string): string | undefined {
  if (!destination) return 'destination must be an object';
  if (type === 'handoff')
    return destination.type === 'assistant' ? undefined : 'destination.type must be assistant';
  if (destination.type === 'number')
    return stringAt(destination, 'number') ? undefined : 'destination.number must be a string';
  if (destination.type === 'sip')
    return stringAt(destination, 'sipUri') ? undefined : 'destination.sipUri must be a string';
  return 'destination.type must be number or sip';
}

function transportError(message: JsonObject | undefined): string | undefined {
  if (message?.transport === 'twilio')
    return stringAt(message, 'twiml') ? undefined : 'message.twiml must be a string';
  if (message?.transport === 'vapi.sip')
    return ['INFO', 'MESSAGE', 'NOTIFY'].includes(String(message.sipVerb))
      ? undefined
      : 'message.sipVerb must be INFO, MESSAGE or NOTIFY';
  return 'message.transport must be twilio or vapi.sip';
}
