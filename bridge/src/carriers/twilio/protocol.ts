/**
 * The messages of Twilio's Media Streams, as text; nothing here knows a socket.
 * Source: Twilio docs, "Media Streams - WebSocket Messages".
 */
import { decodeBase64, decodedLength } from '../base64';
import { formatName } from '../streamFormat';

/** What Twilio says. Numbers come as strings there and aren't needed here; the order of keys varies. */
export type TwilioEvent =
  | { kind: 'connected' }
  | { kind: 'start'; start: TwilioStart }
  | { kind: 'media'; audio: Buffer }
  | { kind: 'mark'; name: string }
  | { kind: 'dtmf'; digit: string }
  | { kind: 'stop' }
  | { kind: 'malformed'; problem: TwilioProblem };

export interface TwilioStart {
  streamSid: string;
  callSid: string;
  accountSid: string;
  /** The `<Parameter>`s of the stream. */
  parameters: ReadonlyMap<string, string>;
  /** The format, where it is none that is spoken here: the stream is to be declined. */
  unsupported?: string;
}

export type TwilioProblem =
  | 'not-json'
  | 'not-an-object'
  | 'unknown-event'
  | 'missing-field'
  | 'bad-base64'
  | 'bad-digit'
  | 'other-stream'
  | 'other-track';

type Fields = Record<string, unknown>;

/**
 * Reads one message. Never throws: what can't be understood is `malformed`, with the kind of problem.
 * @param streamSid the stream that `start` has named, if it came: media, marks and keys of another one are malformed
 */
export function parseTwilioMessage(text: string, streamSid?: string): TwilioEvent {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return malformed('not-json');
  }
  if (!isObject(message)) return malformed('not-an-object');
  switch (message.event) {
    case 'media':
      return isForeign(message, streamSid) ? malformed('other-stream') : readMedia(message.media);
    case 'mark':
      return isForeign(message, streamSid) ? malformed('other-stream') : readMark(message.mark);
    case 'dtmf':
      return isForeign(message, streamSid) ? malformed('other-stream') : readDtmf(message.dtmf);
    case 'connected':
    case 'stop':
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

function isForeign(message: Fields, streamSid: string | undefined): boolean {
  return streamSid !== undefined && message.streamSid !== undefined && message.streamSid !== streamSid;
}

function readMedia(media: unknown): TwilioEvent {
  if (!isObject(media) || typeof media.payload !== 'string' || media.payload === '') {
    return malformed('missing-field');
  }
  // A bidirectional stream delivers the caller's track only; anything else would be our own audio coming back.
  if (media.track !== undefined && media.track !== 'inbound') return malformed('other-track');
  const payload = Buffer.from(media.payload);
  const audio = Buffer.allocUnsafe(decodedLength(payload.length));
  const length = decodeBase64(payload, 0, payload.length, audio);
  return length < 0 ? malformed('bad-base64') : { kind: 'media', audio: audio.subarray(0, length) };
}

function readMark(mark: unknown): TwilioEvent {
  if (!isObject(mark) || typeof mark.name !== 'string') return malformed('missing-field');
  return { kind: 'mark', name: mark.name };
}

function readDtmf(dtmf: unknown): TwilioEvent {
  if (!isObject(dtmf) || typeof dtmf.digit !== 'string') return malformed('missing-field');
  return /^[0-9*#A-D]$/.test(dtmf.digit) ? { kind: 'dtmf', digit: dtmf.digit } : malformed('bad-digit');
}

function readStart(message: Fields): TwilioEvent {
  const start = message.start;
  if (!isObject(start)) return malformed('missing-field');
  const streamSid = start.streamSid ?? message.streamSid;
  const { callSid, accountSid, mediaFormat } = start;
  if (!isId(streamSid) || !isId(callSid) || !isId(accountSid)) return malformed('missing-field');
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries(
    isObject(start.customParameters) ? start.customParameters : {},
  )) {
    if (typeof value === 'string') parameters.set(name, value);
  }
  return {
    kind: 'start',
    start: { streamSid, callSid, accountSid, parameters, ...unsupported(mediaFormat) },
  };
}

function unsupported(format: unknown): Pick<TwilioStart, 'unsupported'> {
  if (!isObject(format) || isMulaw(format)) return {};
  return { unsupported: formatName(format.encoding, format.sampleRate, format.channels) };
}

function isMulaw(format: Fields): boolean {
  return (
    format.encoding === 'audio/x-mulaw' && Number(format.sampleRate) === 8000 && Number(format.channels) === 1
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids are short words, which stand in JSON as they are. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value);
}

function malformed(problem: TwilioProblem): TwilioEvent {
  return { kind: 'malformed', problem };
}
