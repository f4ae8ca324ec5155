/**
 * The messages of Twilio's Media Streams, as text; nothing here knows a socket.
 * Source: Twilio docs, "Media Streams - WebSocket Messages".
 */

/** What Twilio says. Numbers come as strings there and aren't needed here; the order of keys varies. */
export type TwilioEvent =
  | { kind: 'connected' }
  | { kind: 'start'; start: TwilioStart }
  | { kind: 'media'; audio: Buffer }
  | { kind: 'mark'; name: string }
  | { kind: 'dtmf' }
  | { kind: 'stop' }
  | { kind: 'malformed'; problem: TwilioProblem };

export interface TwilioStart {
  streamSid: string;
  callSid: string;
  accountSid: string;
  /** The `<Parameter>`s of the stream. */
  parameters: ReadonlyMap<string, string>;
}

export type TwilioProblem =
  | 'not-json'
  | 'not-an-object'
  | 'unknown-event'
  | 'missing-field'
  | 'bad-base64'
  | 'other-track'
  | 'unsupported-format';

type Fields = Record<string, unknown>;

/** Base64 in its full form (RFC 4648, 4): Node's own decoder takes any junk, so it is checked before. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Reads one message. Never throws: what can't be understood is `malformed`, with the kind of problem. */
export function parseTwilioMessage(text: string): TwilioEvent {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return malformed('not-json');
  }
  if (!isObject(message)) return malformed('not-an-object');
  switch (message.event) {
    case 'media':
      return readMedia(message.media);
    case 'mark':
      return readMark(message.mark);
    case 'connected':
    case 'stop':
    case 'dtmf':
      return { kind: message.event };
    case 'start':
      return readStart(message);
    default:
      return malformed('unknown-event');
  }
}

/** Audio for the caller: mu-law at 8 kHz without any header. Only the documented fields, else warning 31951. */
export function mediaMessage(streamSid: string, audio: Buffer): string {
  return JSON.stringify({ event: 'media', streamSid, media: { payload: audio.toString('base64') } });
}

/** Twilio echoes the mark when everything sent before it has been played or cleared. */
export function markMessage(streamSid: string, name: string): string {
  return JSON.stringify({ event: 'mark', streamSid, mark: { name } });
}

/** Twilio drops what it has buffered, and echoes the outstanding marks. */
export function clearMessage(streamSid: string): string {
  return JSON.stringify({ event: 'clear', streamSid });
}

function readMedia(media: unknown): TwilioEvent {
  if (!isObject(media) || typeof media.payload !== 'string' || media.payload === '') {
    return malformed('missing-field');
  }
  // A bidirectional stream delivers the caller's track only; anything else would be our own audio coming back.
  if (media.track !== undefined && media.track !== 'inbound') return malformed('other-track');
  if (!BASE64.test(media.payload)) return malformed('bad-base64');
  return { kind: 'media', audio: Buffer.from(media.payload, 'base64') };
}

function readMark(mark: unknown): TwilioEvent {
  if (!isObject(mark) || typeof mark.name !== 'string') return malformed('missing-field');
  return { kind: 'mark', name: mark.name };
}

function readStart(message: Fields): TwilioEvent {
  const start = message.start;
  if (!isObject(start)) return malformed('missing-field');
  const streamSid = start.streamSid ?? message.streamSid;
  const { callSid, accountSid, mediaFormat } = start;
  if (!isText(streamSid) || !isText(callSid) || !isText(accountSid)) return malformed('missing-field');
  if (isObject(mediaFormat) && !isMulaw(mediaFormat)) return malformed('unsupported-format');
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries(
    isObject(start.customParameters) ? start.customParameters : {},
  )) {
    if (typeof value === 'string') parameters.set(name, value);
  }
  return { kind: 'start', start: { streamSid, callSid, accountSid, parameters } };
}

function isMulaw(format: Fields): boolean {
  return (
    format.encoding === 'audio/x-mulaw' && Number(format.sampleRate) === 8000 && Number(format.channels) === 1
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function malformed(problem: TwilioProblem): TwilioEvent {
  return { kind: 'malformed', problem };
}
