import { asNumber, asObject, asText, compact, isObject, type JsonObject } from './json';

/** An event of the bridge as it is posted: an envelope with what has happened in `data`. */
export interface BridgeEvent {
  /** The same each time the event is posted. */
  id: string;
  type: string;
  envelope: JsonObject;
}

/** One type of event, as a builder chooses it. */
export interface BridgeEventType {
  type: string;
  name: string;
  description: string;
  /** Comes many times in a call. */
  frequent?: boolean;
}

/** Stands for all types, also those that are newer than this list. */
export const ANY_BRIDGE_EVENT = '*';

/** What the bridge tells of. Source: bridge/README.md, Events. */
export const BRIDGE_EVENTS: readonly BridgeEventType[] = [
  {
    type: 'machine-detection',
    name: 'Answering Machine Detection',
    description: 'What the carrier thinks has answered a call that was started over the bridge',
  },
  {
    type: 'interrupted',
    name: 'Assistant Interrupted',
    description: 'The caller has talked over the assistant',
    frequent: true,
  },
  { type: 'dtmf', name: 'Key Pressed', description: 'A key of the caller’s telephone', frequent: true },
  {
    type: 'recording.ready',
    name: 'Recording Ready',
    description: 'A recording is complete and can be downloaded',
  },
  { type: 'session.answered', name: 'Session Answered', description: 'The caller can be heard' },
  {
    type: 'session.ended',
    name: 'Session Ended',
    description: 'The call is over: why, who ended it, how long it was',
  },
  {
    type: 'session.started',
    name: 'Session Started',
    description: 'A call has come in, or is being placed',
  },
  {
    type: 'tool-calls',
    name: 'Tool Calls',
    description: 'The assistant calls tools. To answer them, use the Vapi Tool Trigger.',
    frequent: true,
  },
  {
    type: 'transcript',
    name: 'Transcript',
    description: 'What the caller or the assistant has said, a turn at a time',
    frequent: true,
  },
  {
    type: 'transfer',
    name: 'Transfer',
    description: 'What becomes of handing the caller over to somebody else',
  },
];

const FREQUENT: ReadonlySet<string> = new Set(
  BRIDGE_EVENTS.filter(({ frequent }) => frequent === true).map(({ type }) => type),
);

/** Whether events of a type come many times in a call. */
export function isFrequentBridgeEvent(type: string): boolean {
  return FREQUENT.has(type);
}

/** Reads the body of a request; undefined for what is no event of the bridge. */
export function parseBridgeEvent(body: unknown): BridgeEvent | undefined {
  if (!isObject(body)) return undefined;
  const [id, type] = [asText(body.id), asText(body.type)];
  return id === undefined || type === undefined ? undefined : { id, type, envelope: body };
}

/**
 * Which of the chosen values an event belongs to: its own type before Any Event.
 *
 * @returns undefined if it is not wanted
 */
export function bridgeEventChoice(chosen: readonly string[], { type }: BridgeEvent): string | undefined {
  if (chosen.includes(type)) return type;
  return chosen.includes(ANY_BRIDGE_EVENT) ? ANY_BRIDGE_EVENT : undefined;
}

/** An event as one small, flat item; the audio statistics are in the raw one. */
export function simplifyBridgeEvent({ id, type, envelope }: BridgeEvent): JsonObject {
  const { statistics: _statistics, ...data } = asObject(envelope.data);
  return compact({
    ...data,
    event: type,
    eventId: id,
    sessionId: envelope.sessionId,
    carrier: envelope.carrier,
    carrierCallId: envelope.carrierCallId,
    assistantCallId: envelope.assistantCallId ?? undefined,
    at: envelope.at,
    sequence: asNumber(envelope.sequence),
  });
}
