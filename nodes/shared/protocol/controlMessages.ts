import type { Vapi } from '@vapi-ai/server-sdk';
import { compact, type JsonObject } from './json';

/**
 * Messages of live call control, bare as the control URL takes them: the wrapper `message` of the OpenAPI is an
 * artefact. Source: OpenAPI, ClientInboundMessage…; hand-off: Vapi docs, live call control, alone.
 */
export type ControlMessage = Vapi.ClientInboundMessageMessage | HandOffMessage;

/** Experimental: in Vapi's docs, not in its OpenAPI. */
export interface HandOffMessage {
  type: 'handoff';
  destination: HandOffDestination;
  /** Said before the other assistant takes over. */
  content?: string;
}

/** One of the three says who takes over. */
export interface HandOffDestination {
  type: 'assistant';
  assistantId?: string;
  assistantName?: string;
  assistant?: JsonObject;
  assistantOverrides?: JsonObject;
  contextEngineeringPlan?: { type: string; maxMessages?: number };
}

/** Who can be muted. */
export type Party = 'assistant' | 'customer';

/** Lets the assistant say something. The words are in `content`, not in `message` as in tools. */
export function say(message: Vapi.ClientInboundMessageSay & { content: string }): ControlMessage {
  return { type: 'say', ...message };
}

/** Puts a message into the conversation that the model sees. */
export function addMessage(message: Vapi.ClientInboundMessageAddMessage): ControlMessage {
  return { type: 'add-message', ...message };
}

export function mute(who: Party): ControlMessage {
  return { type: 'control', control: `mute-${who}` };
}

export function unmute(who: Party): ControlMessage {
  return { type: 'control', control: `unmute-${who}` };
}

export function sayFirstMessage(): ControlMessage {
  return { type: 'control', control: 'say-first-message' };
}

export function transfer(message: Vapi.ClientInboundMessageTransfer): ControlMessage {
  return { type: 'transfer', ...message };
}

/** @param destination its type is added */
export function handOff(destination: Omit<HandOffDestination, 'type'>, content?: string): ControlMessage {
  return compact({
    type: 'handoff' as const,
    destination: { type: 'assistant' as const, ...destination },
    content,
  });
}

export function endCall(): ControlMessage {
  return { type: 'end-call' };
}

export function sendTransportMessage(
  message: Vapi.ClientInboundMessageSendTransportMessageMessage,
): ControlMessage {
  return { type: 'send-transport-message', message };
}
