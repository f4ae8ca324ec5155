import { definitionErrors } from './contract';
import { type JsonObject, isObject, objectAt, stringAt } from './json';
import { e164Error } from './rules';

const CONTROLS = [
  'mute-assistant',
  'unmute-assistant',
  'mute-customer',
  'unmute-customer',
  'say-first-message',
];
const ROLES = ['system', 'user', 'assistant', 'tool', 'function'];

/** The vendor's schemas; a hand-off is in its docs alone. */
const SCHEMAS: Record<string, string> = {
  say: 'ClientInboundMessageSay',
  'add-message': 'ClientInboundMessageAddMessage',
  control: 'ClientInboundMessageControl',
  transfer: 'ClientInboundMessageTransfer',
  'send-transport-message': 'ClientInboundMessageSendTransportMessage',
  'end-call': 'ClientInboundMessageEndCall',
};

/**
 * Checks a live control message, as it comes in at the control URL or as text on the socket (OpenAPI:
 * ClientInboundMessage…, unwrapped; `hangup` and `handoff` from docs pages): by rules of its own, then by the
 * vendor's schema where it is on this machine.
 *
 * @param channel `hangup` is documented for the socket only, `handoff` for the control URL only
 * @returns what is wrong, or undefined for a good one
 */
export function liveMessageError(message: unknown, channel: 'socket' | 'control'): string | undefined {
  if (!isObject(message)) return 'a JSON object was expected';
  const problem = ownError(message, channel);
  const schema = SCHEMAS[String(message.type)];
  if (problem !== undefined || !schema) return problem;
  return definitionErrors(schema, message)[0];
}

function ownError(message: JsonObject, channel: 'socket' | 'control'): string | undefined {
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
  if (type === 'handoff') return handoffError(destination);
  if (destination.type === 'number') {
    if (!stringAt(destination, 'number')) return 'destination.number must be a string';
    return e164Error('destination.number', destination);
  }
  if (destination.type === 'sip')
    return stringAt(destination, 'sipUri') ? undefined : 'destination.sipUri must be a string';
  return 'destination.type must be number or sip';
}

/** The plan is an object by the schema of hand-off tools, and a bare word in the docs' sample. */
function handoffError(destination: JsonObject): string | undefined {
  if (destination.type !== 'assistant') return 'destination.type must be assistant';
  const named = stringAt(destination, 'assistantId') ?? stringAt(destination, 'assistantName');
  if (named === undefined && !objectAt(destination, 'assistant'))
    return 'destination must have assistantId, assistantName or assistant';
  if (typeof destination.contextEngineeringPlan !== 'string')
    return definitionErrors('HandoffDestinationAssistant', destination)[0];
  return undefined;
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
