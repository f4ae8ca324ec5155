/**
 * The messages of SignalWire's streams, which are Twilio's, as text. Source: SignalWire docs, cXML `<Stream>`.
 *
 * The examples there show each message as `rawEvent` inside another object; streams are known to send it bare. Both are
 * read.
 */
import { parseTwilioMessage, type TwilioEvent } from '../twilio/protocol';

/** `cleared`: what was buffered for playing has been dropped. */
export type SignalWireEvent = TwilioEvent | { kind: 'cleared' };

/**
 * Reads one message. Never throws: what can't be understood is `malformed`, with the kind of problem.
 * @param streamSid the stream that `start` has named, if it came: media, marks and keys of another one are malformed
 */
export function parseSignalWireMessage(text: string, streamSid?: string): SignalWireEvent {
  const event = parseTwilioMessage(text, streamSid);
  if (event.kind !== 'malformed' || event.problem !== 'unknown-event') return event;
  // That it is an object was found already.
  const { event: name, rawEvent: raw } = JSON.parse(text) as { event?: unknown; rawEvent?: unknown };
  if (name === 'clear') return { kind: 'cleared' };
  if (typeof raw !== 'object' || raw === null) return event;
  if ('event' in raw && raw.event === 'clear') return { kind: 'cleared' };
  return parseTwilioMessage(JSON.stringify(raw), streamSid);
}
